-- text_row: the rows of the sheet or text as they stand in the file, blank ones included
-- grain:   one row per line of the table
-- params:  none
-- columns: row_no, fields, line, is_blank
-- filled:  dashboard/importing/reading/text_table.py; rows put right by hand:
-- filled:  dashboard/importing/upload/cell_edits.py
CREATE OR REPLACE TABLE text_row (
    row_no INTEGER,  -- as a spreadsheet counts, from 1
    fields VARCHAR[],  -- the cells' texts, '' where blank
    line VARCHAR,  -- all cells as one text: rules that look for something rare look here first, several times faster
    is_blank BOOLEAN
)
