-- data_row: rows of the one table of the sheet (a view)
-- grain:   one row per row beneath the headings
-- params:  none
-- columns: row_no, fields, line, is_blank
-- filled:  here, by SQL
CREATE OR REPLACE VIEW data_row AS
SELECT
    t.row_no,
    t.fields,
    t.line,
    t.is_blank
FROM text_row AS t
CROSS JOIN layout AS l
WHERE t.row_no > l.head_row AND t.row_no <= l.last_row
