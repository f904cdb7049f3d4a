-- rule:     P-01 place blank
-- severity: E
-- grain:    one row per row of the table
-- params:   none
-- columns:  address, text
SELECT
    any_value(
        coalesce(f.place_address, column_letter(coalesce(f.place_column, l.code_column)) || c.row_no)
    ) AS address,
    '' AS text
FROM cell AS c
CROSS JOIN layout AS l
JOIN block_column AS f ON f.block = c.block AND f.column_no = c.column_no
WHERE c.place_problem = 'P-01'
GROUP BY c.row_no
ORDER BY c.row_no
