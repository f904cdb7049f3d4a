-- rule:     P-04 place ambiguous
-- severity: E
-- grain:    one row per text
-- params:   none
-- columns:  address (first of them), text, cells, suggestions
SELECT
    column_letter(any_value(coalesce(l.place_column, l.code_column))) || min(c.row_no) AS address,
    c.place_text AS text,
    count(*) AS cells,
    any_value(p.suggestions) AS suggestions
FROM cell AS c
CROSS JOIN layout AS l
JOIN place_text AS p ON p.place_text = c.place_text AND p.code_text = c.code_text
WHERE c.place_problem = 'P-04'
GROUP BY c.place_text
ORDER BY min(c.position)
