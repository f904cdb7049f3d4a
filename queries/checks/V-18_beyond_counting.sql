-- rule:     V-18 number beyond anything that can be counted
-- severity: E
-- grain:    one row per cell
-- params:   none
-- columns:  address, heading, text, variant, after, highest, unit_zh, unit_en, name_zh, name_en,
-- columns:  place_zh, place_en, is_money, total
WITH beyond AS (
    SELECT position FROM cell WHERE NOT is_total AND value_problem = 'V-18'
),
-- Few figures come near the lowest of the bounds: only those are looked at one by one.
near AS (
    SELECT position, indicator_no, region_no, value
    FROM (
        SELECT indicator_no, region_no, value, position FROM point
        UNION ALL
        SELECT indicator_no, region_no, value, position FROM attached WHERE measure <> 'break'
    )
    WHERE abs(value) > (SELECT min(highest) FROM ceiling)
),
above AS (
    SELECT n.position, c.highest
    FROM near AS n
    JOIN (SELECT region_no, level_no FROM catalogue_region) AS r ON r.region_no = n.region_no
    JOIN ceiling AS c ON c.indicator_no = n.indicator_no AND c.level_no = r.level_no
    WHERE abs(n.value) > c.highest
),
offender AS (
    SELECT position, CAST(NULL AS DOUBLE) AS highest FROM beyond
    UNION ALL
    SELECT position, highest FROM above
),
shown AS (
    SELECT * FROM offender ORDER BY position LIMIT (SELECT finding_limit FROM check_parameters)
)
SELECT
    c.address,
    c.heading,
    CASE WHEN length(c.value_text) > 40 THEN left(c.value_text, 40) || '…' ELSE c.value_text END
        AS text,
    CASE WHEN s.highest IS NULL THEN '' ELSE 'ceiling' END AS variant,
    c.value AS after,
    s.highest,
    i.unit_zh,
    i.unit_en,
    i.name_zh,
    i.name_en,
    r.name_zh AS place_zh,
    r.name_en AS place_en,
    TRUE AS is_money,
    (SELECT count(*) FROM offender) AS total
FROM shown AS s
JOIN cell AS c ON c.position = s.position
LEFT JOIN catalogue_indicator AS i ON i.indicator = c.indicator
LEFT JOIN catalogue_region AS r ON r.region_code = c.region_code
ORDER BY s.position
