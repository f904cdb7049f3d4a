-- rule:     V-16 number of an identity card or a mobile telephone
-- severity: E
-- grain:    one row per cell of the table
-- params:   none
-- columns:  address, text (masked)
WITH suspect AS (
    SELECT row_no, fields
    FROM data_row
    WHERE regexp_matches(line, '[0-9]{11}')
),
field AS (
    SELECT row_no, unnest(fields) AS text, generate_subscripts(fields, 1) AS column_no
    FROM suspect
)
SELECT
    column_letter(f.column_no) || f.row_no AS address,
    left(trim(f.text), 3) || '…' AS text
FROM field AS f
LEFT JOIN figure_column AS v ON v.column_no = f.column_no
LEFT JOIN cell AS c ON c.row_no = f.row_no AND c.column_no = f.column_no
WHERE regexp_matches(
        f.text,
        '(^|[^0-9])[1-9][0-9]{5}(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])'
        || '[0-9]{3}[0-9Xx]([^0-9]|$)'
    )
    -- A sum of money can have eleven digits; a number of people cannot.
    OR (
        regexp_matches(f.text, '(^|[^0-9])1[3-9][0-9]{9}([^0-9]|$)')
        AND (v.column_no IS NULL OR coalesce(c.kind, '') = 'count')
    )
ORDER BY f.row_no, f.column_no
