-- merged_area: merged cells of the sheet
-- grain:   one row per area
-- params:  none
-- columns: area, first_row, last_row, first_column, last_column
-- filled:  dashboard/importing/cells/cells.py
CREATE OR REPLACE TABLE merged_area (
    area INTEGER,
    first_row INTEGER,
    last_row INTEGER,
    first_column INTEGER,
    last_column INTEGER
)
