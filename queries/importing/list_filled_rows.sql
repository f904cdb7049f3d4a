-- list_filled_rows: the first rows that are not blank
-- grain:   one row per row
-- params:  $first, $last (row numbers), $limit
-- columns: row_no, fields
SELECT
    row_no,
    fields
FROM text_row
WHERE row_no BETWEEN $first AND $last AND NOT is_blank
ORDER BY row_no
LIMIT $limit
