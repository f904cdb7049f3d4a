-- list_target_rows: texts in rows, not in headings, that say a number is a target (G-02)
-- grain:   one row per text and kind
-- params:  none
-- columns: address (first of them), text, cells, kind (annual, plan)
SELECT
    arg_min(c.address, c.position) AS address,
    CASE WHEN f.measure = 'row' THEN c.kind_text ELSE c.indicator_text END AS text,
    count(*) AS cells,
    c.measure AS kind
FROM cell AS c
JOIN block_column AS f ON f.block = c.block AND f.column_no = c.column_no
WHERE c.measure IN ('annual', 'plan') AND f.measure IN ('', 'row') AND NOT c.is_total
GROUP BY 2, 4
ORDER BY min(c.position)
