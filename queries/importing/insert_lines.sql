-- insert_lines: the lines of a text without quotation marks into text_row
-- grain:   one row per line
-- params:  $separator, $blanks (characters of a blank line)
-- incoming: row_no, line
INSERT INTO text_row
WITH trimmed AS (SELECT row_no, rtrim(line, chr(10)) AS line FROM incoming)
SELECT row_no, string_split(line, $separator), line, trim(line, $blanks) = '' FROM trimmed
