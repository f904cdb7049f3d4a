-- rule:     P-09 total row
-- severity: W
-- grain:    one row per text
-- params:   none
-- columns:  address (first of them), text, cells
SELECT
    arg_min(
        coalesce(f.place_address, column_letter(coalesce(f.place_column, f.code_column)) || c.row_no),
        c.position
    ) AS address,
    coalesce(nullif(c.place_text, ''), c.code_text) AS text,
    count(*) AS cells
FROM cell AS c
JOIN block_column AS f ON f.block = c.block AND f.column_no = c.column_no
JOIN place_text AS p ON p.place_text = c.place_text AND p.code_text = c.code_text
WHERE c.is_total
GROUP BY coalesce(nullif(c.place_text, ''), c.code_text)
ORDER BY min(c.position)
