-- layout: the sheet as a whole: its rows, the columns of its first table, the years that can be
-- grain:   one row
-- params:  none
-- columns: place_column, code_column, period_column, part_column, indicator_column, unit_column,
-- columns: status_column, note_column, note_en_column, sum_column, kind_column, head_row, last_row,
-- columns: column_count, heading_count, first_year, this_year
-- filled:  dashboard/importing/layout/layout_tables.py
CREATE OR REPLACE TABLE layout (
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
    head_row INTEGER,
    last_row INTEGER,
    column_count INTEGER,
    heading_count INTEGER,
    first_year INTEGER,
    this_year INTEGER
)
