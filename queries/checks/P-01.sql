-- rule:     P-01 place blank
-- severity: E
-- grain:    one row per row of the table
-- params:   none
-- columns:  address, text
SELECT
    column_letter(coalesce(any_value(l.place_column), any_value(l.code_column))) || c.row_no
        AS address,
    '' AS text
FROM cell AS c
CROSS JOIN layout AS l
WHERE c.place_problem = 'P-01'
GROUP BY c.row_no
ORDER BY c.row_no
