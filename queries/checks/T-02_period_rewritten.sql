-- rule:     T-02 period normalised
-- severity: I/W
-- grain:    one row per text
-- params:   none
-- columns:  address (first of them), text, cells, period, variant
SELECT
    arg_min(
        coalesce(f.period_address, column_letter(f.period_column) || c.row_no), c.position
    ) AS address,
    c.period_text AS text,
    count(*) AS cells,
    any_value(c.period) AS period,
    any_value(t.doubt) AS variant
FROM cell AS c
JOIN period_text AS t ON t.period_text = c.period_text
JOIN block_column AS f ON f.block = c.block AND f.column_no = c.column_no
WHERE c.period <> '' AND c.period <> c.period_text
GROUP BY c.period_text
ORDER BY min(c.position)
