-- find_last_row: the last row that is not blank
-- grain:   one row, none if all are blank
-- params:  none
-- columns: row_no, fields
SELECT
    row_no,
    fields
FROM text_row
WHERE NOT is_blank
ORDER BY row_no DESC
LIMIT 1
