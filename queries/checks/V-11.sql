-- rule:     V-11 text that begins like a formula
-- severity: W
-- grain:    one row per cell of the table
-- params:   none
-- columns:  address, text
WITH suspect AS (
    -- One look at the whole row is much cheaper than one at each of its cells.
    SELECT row_no, fields
    FROM data_row
    WHERE regexp_matches(line, '(^|[,;\t|，\x1f"])[\s　]*([=+@]|-[^0-9.])')
),
field AS (
    SELECT row_no, unnest(fields) AS text, generate_subscripts(fields, 1) AS column_no
    FROM suspect
)
SELECT column_letter(column_no) || row_no AS address, text
FROM field
WHERE regexp_matches(text, '^[\s　]*([=+@]|-[^0-9.\s()—-])')
ORDER BY row_no, column_no
