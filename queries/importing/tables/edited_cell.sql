-- edited_cell: cells that a person put right: no format divides them, no merging joins them
-- grain:   one row per cell
-- params:  none
-- columns: row_no, column_no
-- filled:  dashboard/importing/reading/text_table.py (empty),
-- filled:  dashboard/importing/upload/cell_edits.py
CREATE OR REPLACE TABLE edited_cell (
    row_no INTEGER,
    column_no INTEGER
)
