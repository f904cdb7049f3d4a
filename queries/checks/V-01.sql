-- rule:     V-01 text in the place of a number, a unit that is not the indicator's, an unknown status
-- severity: E
-- grain:    one row per cell
-- params:   none
-- columns:  address, heading, text, variant, unit_zh, unit_en
SELECT
    c.address,
    c.heading,
    CASE WHEN c.value_problem = 'V-01 status' THEN c.status_text ELSE c.value_text END AS text,
    trim(substr(c.value_problem, 5)) AS variant,
    i.unit_zh,
    i.unit_en
FROM cell AS c
JOIN indicator_text AS i ON i.indicator_text = c.indicator_text
WHERE NOT c.is_total AND starts_with(c.value_problem, 'V-01')
ORDER BY c.position
