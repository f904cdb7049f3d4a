-- block: the tables of the sheet: their rows, and the number of the column of each role
-- grain:   one row per table of the sheet
-- params:  none
-- columns: block, head_row, last_row, place_column, code_column, period_column, part_column,
-- columns: indicator_column, unit_column, status_column, note_column, note_en_column, sum_column,
-- columns: kind_column, parent_column, outer_column, place_text
-- filled:  dashboard/importing/layout/layout_tables.py
CREATE OR REPLACE TABLE block (
    block INTEGER,  -- from 0
    head_row INTEGER,  -- last row of the headings
    last_row INTEGER,
    place_column INTEGER,
    code_column INTEGER,
    period_column INTEGER,
    part_column INTEGER,
    indicator_column INTEGER,
    unit_column INTEGER,
    status_column INTEGER,
    note_column INTEGER,
    note_en_column INTEGER,
    sum_column INTEGER,
    kind_column INTEGER,
    parent_column INTEGER,  -- the column of the places above
    outer_column INTEGER,  -- and of those above them
    place_text VARCHAR  -- place of the whole table
)
