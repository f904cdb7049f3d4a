-- count_data_rows: how many rows the tables of the sheet have
-- grain:   one row
-- params:  none
-- columns: row_count
SELECT count(*) AS row_count FROM data_row WHERE NOT is_blank
