-- rule:     G-03 target or break in a series of a quarter or a month
-- severity: E
-- grain:    one row per text and kind
-- params:   none
-- columns:  address (first of them), text, cells, variant
SELECT
    arg_min(
        coalesce(f.period_address, column_letter(f.period_column) || c.row_no), c.position
    ) AS address,
    c.period_text AS text,
    count(*) AS cells,
    CASE WHEN c.measure = 'break' THEN 'break' ELSE '' END AS variant
FROM cell AS c
JOIN block_column AS f ON f.block = c.block AND f.column_no = c.column_no
WHERE NOT c.is_total AND c.measure <> '' AND c.frequency IN ('Q', 'M')
GROUP BY c.period_text, c.measure = 'break'
ORDER BY min(c.position), variant
