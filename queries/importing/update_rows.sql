-- update_rows: put rows back into text_row
-- params:  none
-- incoming: row_no, fields, line
UPDATE text_row
SET fields = i.fields, line = i.line, is_blank = trim(replace(i.line, chr(31), '')) = ''
FROM incoming AS i
WHERE text_row.row_no = i.row_no
