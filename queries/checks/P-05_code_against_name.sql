-- rule:     P-05 code and name disagree
-- severity: E
-- grain:    one row per text
-- params:   none
-- columns:  address (first of them), text, cells, code, name_zh, name_en, suggestions
SELECT
    arg_min(
        coalesce(f.place_address, column_letter(coalesce(f.place_column, f.code_column)) || c.row_no),
        c.position
    ) AS address,
    c.place_text AS text,
    count(*) AS cells,
    c.code_text AS code,
    any_value(p.name_zh) AS name_zh,
    any_value(p.name_en) AS name_en,
    any_value(p.suggestions) AS suggestions
FROM cell AS c
JOIN block_column AS f ON f.block = c.block AND f.column_no = c.column_no
JOIN place_text AS p ON p.place_text = c.place_text AND p.code_text = c.code_text
WHERE c.place_problem = 'P-05'
GROUP BY c.place_text, c.code_text
ORDER BY min(c.position)
