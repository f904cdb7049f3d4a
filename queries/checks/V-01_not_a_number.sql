-- rule:     V-01 text in the place of a number, a unit that is not the indicator's, an unknown status
-- severity: E
-- grain:    one row per cell
-- params:   none
-- columns:  address, heading, text, variant, unit_zh, unit_en, total
WITH offender AS (
    SELECT position FROM cell WHERE NOT is_total AND starts_with(value_problem, 'V-01')
),
shown AS (
    SELECT * FROM offender ORDER BY position LIMIT (SELECT finding_limit FROM check_parameters)
)
SELECT
    c.address,
    c.heading,
    CASE WHEN c.value_problem = 'V-01 status' THEN c.status_text ELSE c.value_text END AS text,
    trim(substr(c.value_problem, 5)) AS variant,
    i.unit_zh,
    i.unit_en,
    (SELECT count(*) FROM offender) AS total
FROM shown AS s
JOIN cell AS c ON c.position = s.position
JOIN indicator_text AS i ON i.indicator_text = c.indicator_text
ORDER BY s.position
