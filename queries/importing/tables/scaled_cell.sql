-- scaled_cell: cells that show their number divided (see numberformats.py)
-- grain:   one row per cell
-- params:  none
-- columns: row_no, column_no, scale
-- filled:  dashboard/importing/reading/text_table.py
CREATE OR REPLACE TABLE scaled_cell (
    row_no INTEGER,
    column_no INTEGER,
    scale DOUBLE  -- by what the number is divided
)
