-- rule:     P-01 place blank
-- severity: E
-- grain:    one row per cell with the place of figures
-- params:   none
-- columns:  address, text
SELECT
    coalesce(f.place_address, column_letter(coalesce(f.place_column, f.code_column)) || c.row_no)
        AS address,
    '' AS text
FROM cell AS c
JOIN block_column AS f ON f.block = c.block AND f.column_no = c.column_no
WHERE c.place_problem = 'P-01'
GROUP BY 1
ORDER BY min(c.position)
