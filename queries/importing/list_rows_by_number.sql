-- list_rows_by_number: rows of the file by their numbers
-- grain:   one row per row
-- params:  $all (boolean: every row), $rows (list of row numbers)
-- columns: row_no, fields
SELECT
    row_no,
    fields
FROM text_row
WHERE $all OR list_contains($rows, row_no)
ORDER BY row_no
