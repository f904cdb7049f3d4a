-- list_lines_outside: lines that are no rows of the table and have a long number in them
-- grain:   one row per line
-- params:  $first, $last (rows around the table)
-- columns: text
SELECT array_to_string(fields, ' ') AS text
FROM text_row
WHERE (row_no <= $first OR row_no > $last)
    AND regexp_matches(line, '[0-9]{4}[ -]?[0-9]{4}|[０-９]{8}')
ORDER BY row_no
