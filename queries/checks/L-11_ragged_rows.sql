-- rule:     L-11 row shorter or longer than the headings
-- severity: E
-- grain:    one row per row of the table
-- params:   none
-- columns:  address, text, row, found (cells), expected (cells)
SELECT
    'A' || d.row_no AS address,
    left(array_to_string(d.fields, ' | '), 120) AS text,
    d.row_no AS row,
    len(d.fields) AS found,
    l.heading_count AS expected
FROM data_row AS d
CROSS JOIN layout AS l
WHERE NOT d.is_blank
    AND (
        len(d.fields) < l.heading_count
        -- Blank cells beyond the headings carry nothing: spreadsheets write them.
        OR (
            len(d.fields) > l.column_count
            AND trim(array_to_string(d.fields[l.column_count + 1:], ''), ' 　') <> ''
        )
    )
ORDER BY d.row_no
