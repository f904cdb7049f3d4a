-- rule:     V-11 text that begins like a formula
-- severity: W
-- grain:    one row per cell of the table
-- params:   none
-- columns:  address, text
WITH field AS (
    SELECT o.row_no, unnest(o.fields) AS text, generate_subscripts(o.fields, 1) AS column_no
    FROM odd_line AS o
    CROSS JOIN layout AS l
    WHERE o.row_no > l.head_row AND o.row_no <= l.last_row
)
SELECT column_letter(column_no) || row_no AS address, text
FROM field
WHERE regexp_matches(text, '^[\s　]*([=+@]|-[^0-9.\s()—-])')
ORDER BY row_no, column_no
