-- rule:     T-01 year blank or not a year
-- severity: E
-- grain:    one row per text
-- params:   none
-- columns:  address (first of them), text, cells, variant
SELECT
    arg_min(
        coalesce(f.period_address, column_letter(f.period_column) || c.row_no), c.position
    ) AS address,
    c.period_text AS text,
    count(*) AS cells,
    CASE WHEN trim(c.period_text, ' 　') = '' THEN 'blank' ELSE '' END AS variant
FROM cell AS c
JOIN block_column AS f ON f.block = c.block AND f.column_no = c.column_no
WHERE NOT c.is_total
    AND c.period_problem = 'T-01'
    -- A table that has no period anywhere is one finding of L-05, not one for each cell.
    AND (c.period_text <> '' OR f.period_column IS NOT NULL)
GROUP BY c.period_text
ORDER BY min(c.position)
