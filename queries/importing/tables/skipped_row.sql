-- skipped_row: rows of headings that are repeated among the data
-- grain:   one row per such row
-- params:  none
-- columns: row_no
-- filled:  dashboard/importing/layout/layout_tables.py
CREATE OR REPLACE TABLE skipped_row (
    row_no INTEGER
)
