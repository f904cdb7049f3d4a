-- insert_quoted_lines: the records of a text with quotation marks into text_row
-- grain:   one row per record
-- params:  $separator, $blanks (characters of a blank record), $field_pattern (of one cell)
-- incoming: row_no, line
INSERT INTO text_row
WITH trimmed AS (SELECT row_no, rtrim(line, chr(10)) AS line FROM incoming)
SELECT
    row_no,
    CASE
        WHEN contains(line, '"') THEN list_transform(
            regexp_extract_all($separator || line, $field_pattern, 1),
            lambda f: CASE
                WHEN starts_with(f, '"') THEN replace(substr(f, 2, length(f) - 2), '""', '"')
                ELSE f
            END
        )
        ELSE string_split(line, $separator)
    END,
    line,
    trim(line, $blanks || '"') = ''
FROM trimmed
