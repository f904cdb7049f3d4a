-- list_column_texts: the different texts of a column
-- grain:   one row per text
-- params:  $column (number), $first, $last (row numbers), $limit
-- columns: text
SELECT DISTINCT fields[$column] AS text
FROM text_row
WHERE row_no BETWEEN $first AND $last AND trim(fields[$column], ' 　') <> ''
ORDER BY text
LIMIT $limit
