-- data_row_of_blocks: data_row where a sheet has several tables or repeated headings (a view)
-- grain:   one row per row of any table of the sheet, without repeated headings
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
WHERE EXISTS (SELECT 1 FROM block AS b WHERE t.row_no > b.head_row AND t.row_no <= b.last_row)
    AND t.row_no NOT IN (SELECT row_no FROM skipped_row)
