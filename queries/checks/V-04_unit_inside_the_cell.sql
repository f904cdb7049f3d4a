-- rule:     V-04 unit word inside the cell
-- severity: W
-- grain:    one row per indicator
-- params:   none
-- columns:  address (first of them), heading, text, cells, after, unit_zh, unit_en
SELECT
    arg_min(c.address, c.position) AS address,
    arg_min(c.heading, c.position) AS heading,
    arg_min(c.value_text, c.position) AS text,
    count(*) AS cells,
    arg_min(coalesce(c.cumulative, c.value), c.position) AS after,
    any_value(i.unit_zh) AS unit_zh,
    any_value(i.unit_en) AS unit_en
FROM cell AS c
JOIN indicator_text AS i ON i.indicator_text = c.indicator_text
WHERE NOT c.is_total AND c.has_unit_word AND c.value_problem = ''
GROUP BY c.indicator
ORDER BY min(c.position)
