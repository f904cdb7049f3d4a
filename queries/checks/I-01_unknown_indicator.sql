-- rule:     I-01 indicator unknown
-- severity: E
-- grain:    one row per text
-- params:   none
-- columns:  address (first of them), text, cells, variant, suggestions
SELECT
    arg_min(
        coalesce(f.indicator_address, column_letter(f.indicator_column) || c.row_no), c.position
    ) AS address,
    c.indicator_text AS text,
    count(*) AS cells,
    any_value(i.variant) AS variant,
    any_value(i.suggestions) AS suggestions
FROM cell AS c
JOIN block_column AS f ON f.block = c.block AND f.column_no = c.column_no
JOIN indicator_text AS i ON i.indicator_text = c.indicator_text
WHERE c.indicator_problem = 'I-01'
    -- A table that has no indicator anywhere is one finding of L-05, not one for each cell.
    AND (c.indicator_text <> '' OR f.indicator_column IS NOT NULL)
GROUP BY c.indicator_text
ORDER BY min(c.position)
