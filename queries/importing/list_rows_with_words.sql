-- list_rows_with_words: rows whose cell in a column is one of some words
-- grain:   one row per row
-- params:  $last (row above them), $words (list), $column (number), $limit
-- columns: row_no, fields
SELECT
    row_no,
    fields
FROM text_row
WHERE row_no > $last AND list_contains($words, fields[$column])
ORDER BY row_no
LIMIT $limit
