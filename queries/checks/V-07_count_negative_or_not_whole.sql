-- rule:     V-07 count negative or not whole
-- severity: E
-- grain:    one row per cell
-- params:   none
-- columns:  address, heading, text, after, name_zh, name_en, total
WITH offender AS (
    SELECT position
    FROM cell
    WHERE NOT is_total AND kind = 'count' AND (value < 0 OR value <> round(value))
),
shown AS (
    SELECT * FROM offender ORDER BY position LIMIT (SELECT finding_limit FROM check_parameters)
)
SELECT
    c.address,
    c.heading,
    c.value_text AS text,
    c.value AS after,
    i.name_zh,
    i.name_en,
    (SELECT count(*) FROM offender) AS total
FROM shown AS s
JOIN cell AS c ON c.position = s.position
JOIN indicator_text AS i ON i.indicator_text = c.indicator_text
ORDER BY s.position
