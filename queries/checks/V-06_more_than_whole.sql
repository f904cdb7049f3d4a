-- rule:     V-06 rate outside its range
-- severity: E
-- grain:    one row per cell
-- params:   none
-- columns:  address, heading, text, after (per cent), name_zh, name_en, total
WITH offender AS (
    SELECT c.position
    FROM cell AS c
    -- The most a rate can be goes through the join as a number.
    JOIN (SELECT DISTINCT indicator, maximum FROM indicator_text WHERE kind = 'rate') AS i
        ON i.indicator = c.indicator
    WHERE NOT c.is_total AND c.kind = 'rate' AND (c.value < 0 OR c.value > i.maximum)
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
