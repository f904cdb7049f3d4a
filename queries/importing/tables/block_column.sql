-- block_column: the columns with figures, and what is said for all cells of each
-- grain:   one row per table of the sheet and column with figures
-- params:  none
-- columns: block, column_no, heading, indicator_text, indicator_address, period_text,
-- columns: period_address, place_text, place_address, unit_text, measure, place_column, code_column,
-- columns: period_column, indicator_column
-- filled:  dashboard/importing/layout/layout_tables.py
CREATE OR REPLACE TABLE block_column (
    block INTEGER,
    column_no INTEGER,
    heading VARCHAR,
    indicator_text VARCHAR,
    indicator_address VARCHAR,  -- '' for the title, NULL for a column of its own; so all addresses
    period_text VARCHAR,
    period_address VARCHAR,
    place_text VARCHAR,
    place_address VARCHAR,
    unit_text VARCHAR,
    measure VARCHAR,  -- what its numbers are: see Column in dashboard/importing/layout/headers.py
    place_column INTEGER,
    code_column INTEGER,
    period_column INTEGER,
    indicator_column INTEGER
)
