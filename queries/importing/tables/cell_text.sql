-- cell_text: the texts of each figure as they stand in the file
-- grain:   one row per figure
-- params:  none
-- columns: row_no, column_no, block, place_text, code_text, period_text, indicator_text, unit_text,
-- columns: value_text, status_text, note_zh, note_en, is_sum, measure, kind_text
-- filled:  insert_plain_cell_texts, insert_filled_cell_texts; gone once cell is there
CREATE OR REPLACE TABLE cell_text (
    row_no INTEGER, column_no INTEGER, block UTINYINT, place_text VARCHAR, code_text VARCHAR,
    period_text VARCHAR, indicator_text VARCHAR, unit_text VARCHAR, value_text VARCHAR,
    status_text VARCHAR, note_zh VARCHAR, note_en VARCHAR, is_sum BOOLEAN, measure VARCHAR,
    kind_text VARCHAR
)
