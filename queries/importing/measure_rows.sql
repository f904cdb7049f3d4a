-- measure_rows: how many rows and columns the file has
-- grain:   one row
-- params:  none
-- columns: row_count, column_count (NULL without rows), last_row (NULL without rows)
SELECT
    count(*) AS row_count,
    max(len(fields)) AS column_count,
    max(row_no) AS last_row
FROM text_row
