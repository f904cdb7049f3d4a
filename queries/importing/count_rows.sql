-- count_rows: how many rows the file has, blank ones included
-- grain:   one row
-- params:  none
-- columns: row_count
SELECT count(*) AS row_count FROM text_row
