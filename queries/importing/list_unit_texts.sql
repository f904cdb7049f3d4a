-- list_unit_texts: the different texts of units with the indicators they stand beside
-- grain:   one row per indicator and text
-- params:  $limit
-- columns: indicator, unit_text
SELECT DISTINCT
    i.indicator,
    coalesce(nullif(c.unit_text, ''), i.unit_in_name) AS unit_text
FROM cell_text AS c
JOIN indicator_text AS i ON i.indicator_text = c.indicator_text
WHERE i.indicator <> ''
ORDER BY i.indicator, unit_text
LIMIT $limit
