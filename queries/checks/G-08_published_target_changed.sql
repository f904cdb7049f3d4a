-- rule:     G-08 changes to published targets and breaks in series
-- severity: I
-- grain:    one row per changed target or break
-- params:   none
-- columns:  address, text, variant, place_zh, place_en, year, name_zh, name_en, old_value,
-- columns:  new_value, old_text, is_money, total
WITH changed AS (
    SELECT * FROM attached WHERE change = 'changed' AND position = first_position AND NOT differs
),
shown AS (
    SELECT * FROM changed ORDER BY position LIMIT (SELECT finding_limit FROM check_parameters)
)
SELECT
    s.address,
    CASE WHEN s.measure = 'break' THEN s.reason_zh ELSE c.value_text END AS text,
    CASE WHEN s.measure = 'break' THEN 'break' ELSE '' END AS variant,
    coalesce(r.name_zh, '全部地区') AS place_zh,
    coalesce(r.name_en, 'all regions') AS place_en,
    s.year,
    i.name_zh,
    i.name_en,
    s.old_value,
    s.value AS new_value,
    coalesce(s.old_reason_zh, '') AS old_text,
    i.kind = 'money' AS is_money,
    (SELECT count(*) FROM changed) AS total
FROM shown AS s
JOIN cell AS c ON c.position = s.position
JOIN catalogue_indicator AS i ON i.indicator = s.indicator
LEFT JOIN catalogue_region AS r ON r.region_code = s.region_code
ORDER BY s.position
