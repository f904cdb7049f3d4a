-- list_rows: the rows of the file from one to another
-- grain:   one row per row
-- params:  $first, $last (row numbers)
-- columns: row_no, fields
SELECT
    row_no,
    fields
FROM text_row
WHERE row_no BETWEEN $first AND $last
ORDER BY row_no
