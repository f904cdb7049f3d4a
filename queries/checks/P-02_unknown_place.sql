-- rule:     P-02 place unknown
-- severity: E
-- grain:    one row per text
-- params:   none
-- columns:  address (first of them), text, cells, suggestions
SELECT
    arg_min(
        coalesce(f.place_address, column_letter(coalesce(f.place_column, f.code_column)) || c.row_no),
        c.position
    ) AS address,
    c.place_text AS text,
    count(*) AS cells,
    any_value(p.suggestions) AS suggestions
FROM cell AS c
JOIN block_column AS f ON f.block = c.block AND f.column_no = c.column_no
JOIN place_text AS p ON p.place_text = c.place_text AND p.code_text = c.code_text
WHERE c.place_problem = 'P-02'
GROUP BY c.place_text
ORDER BY min(c.position)
