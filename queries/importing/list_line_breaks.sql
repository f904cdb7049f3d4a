-- list_line_breaks: rows whose cells have line breaks
-- grain:   one row per row
-- params:  none
-- columns: row_no, cell_count
SELECT
    row_no,
    len(list_filter(fields, lambda f: contains(f, chr(10)))) AS cell_count
FROM text_row
WHERE contains(line, chr(10))
ORDER BY row_no
