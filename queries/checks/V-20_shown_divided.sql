-- rule:     V-20 cell that shows its number divided
-- severity: W/E
-- grain:    one row per indicator and scale
-- params:   none
-- columns:  address (first of them), heading, text (number held), cells, variant, shown, after,
-- columns:  other_value, unit_zh, unit_en, is_money
SELECT
    arg_min(c.address, c.position) AS address,
    arg_min(c.heading, c.position) AS heading,
    arg_min(c.value_text, c.position) AS text,
    count(*) AS cells,
    CASE WHEN c.value_problem = 'V-20' THEN 'either' ELSE '' END AS variant,
    arg_min(c.number / nullif(c.scale, 0), c.position) AS shown,
    -- What is held, and what is shown, each in the unit of the heading.
    arg_min(c.number * CASE WHEN c.value_problem = '' THEN 1 ELSE c.unit_factor END, c.position)
        AS after,
    arg_min(
        c.number * CASE
            WHEN c.value_problem = '' AND c.unit_factor <> 1 THEN c.unit_factor
            ELSE c.unit_factor / nullif(c.scale, 0)
        END,
        c.position
    ) AS other_value,
    any_value(i.unit_zh) AS unit_zh,
    any_value(i.unit_en) AS unit_en,
    TRUE AS is_money
FROM cell AS c
JOIN indicator_text AS i ON i.indicator_text = c.indicator_text
WHERE NOT c.is_total AND c.scale IS NOT NULL AND c.value_problem IN ('', 'V-20') AND c.state = ''
    AND c.unit_problem = ''
GROUP BY c.indicator, c.scale, c.unit_factor, c.value_problem
ORDER BY min(c.position)
