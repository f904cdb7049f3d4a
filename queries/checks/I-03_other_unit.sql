-- rule:     I-03 unit of the file is not the unit of the catalogue
-- severity: W/E
-- grain:    one row per indicator and unit
-- params:   none
-- columns:  address (first cell), text (unit of the file), cells, variant,
-- columns:  unit_zh, unit_en, name_zh, name_en, before, after
SELECT
    arg_min(c.address, c.position) AS address,
    arg_min(c.heading, c.position) AS heading,
    any_value(u.unit) AS text,
    count(*) AS cells,
    CASE WHEN any_value(u.problem) = 'I-03' THEN 'unknown' ELSE '' END AS variant,
    any_value(i.unit_zh) AS unit_zh,
    any_value(i.unit_en) AS unit_en,
    any_value(i.name_zh) AS name_zh,
    any_value(i.name_en) AS name_en,
    arg_min(c.value_text, c.position) FILTER (WHERE c.value IS NOT NULL) AS before,
    arg_min(coalesce(c.cumulative, c.value), c.position) FILTER (WHERE c.value IS NOT NULL) AS after
FROM cell AS c
JOIN indicator_text AS i ON i.indicator_text = c.indicator_text
JOIN unit_text AS u ON u.indicator = c.indicator AND u.unit_text = c.unit_text
WHERE NOT c.is_total
    AND (u.problem = 'I-03' OR (
        u.factor <> 1 AND NOT c.has_unit_word AND c.scale IS NULL AND c.value IS NOT NULL
    ))
GROUP BY c.indicator, c.unit_text
ORDER BY min(c.position)
