-- find_layout_rows: the last row of the first headings, and the last row of all tables
-- grain:   one row
-- params:  none
-- columns: head_row, last_row
SELECT
    head_row,
    last_row
FROM layout
