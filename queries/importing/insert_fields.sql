-- insert_fields: the rows of a workbook into text_row
-- grain:   one row per row
-- params:  $separator (between cells in line), $blanks (characters of a blank row)
-- incoming: row_no, fields
INSERT INTO text_row
WITH joined AS (SELECT row_no, fields, array_to_string(fields, $separator) AS line FROM incoming)
SELECT row_no, fields, line, trim(line, $blanks) = '' FROM joined
