-- rule:     C-01 changes to published figures
-- severity: I
-- grain:    one row per changed figure
-- params:   none
-- columns:  address, text, place_zh, place_en, period, name_zh, name_en,
-- columns:  old_value, old_state, new_value, new_state, is_money, total
WITH changed AS NOT MATERIALIZED (
    SELECT * FROM comparison WHERE kind = 'changed'
),
shown AS (
    SELECT *
    FROM changed
    ORDER BY indicator, region_code, period
    LIMIT (SELECT finding_limit FROM check_parameters)
)
SELECT
    k.address,
    c.value_text AS text,
    p.name_zh AS place_zh,
    p.name_en AS place_en,
    k.period,
    i.name_zh,
    i.name_en,
    k.old_value,
    k.old_status AS old_state,
    k.new_value,
    k.new_status AS new_state,
    i.kind = 'money' AS is_money,
    (SELECT count(*) FROM changed) AS total
FROM shown AS k
JOIN cell AS c ON c.address = k.address
JOIN catalogue_region AS p ON p.region_code = k.region_code
JOIN catalogue_indicator AS i ON i.indicator = k.indicator
ORDER BY k.indicator, k.region_code, k.period
