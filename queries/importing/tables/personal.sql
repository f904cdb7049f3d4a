-- personal: cells with numbers of persons, for rule V-16
-- grain:   one row per cell, in the table, above or under it
-- params:  none
-- columns: row_no, column_no, address, text (masked), variant
-- filled:  here, by SQL
CREATE OR REPLACE TABLE personal AS
WITH field AS (
    SELECT row_no, unnest(fields) AS text, generate_subscripts(fields, 1) AS column_no
    FROM odd_line
),
plain AS (
    SELECT row_no, column_no, plain_digits(text) AS text
    FROM field
    WHERE length(text) >= 11
),
number AS (
    SELECT
        row_no,
        column_no,
        find_identity(text) AS identity,
        find_mobile(text) AS mobile,
        find_card(text) AS card
    FROM plain
),
found AS (
    SELECT
        n.row_no,
        n.column_no,
        CASE
            WHEN n.identity <> '' THEN n.identity
            -- A sum of money can have eleven digits; a number of people cannot.
            WHEN n.mobile <> '' AND coalesce(c.kind, '') <> 'money' THEN n.mobile
            ELSE n.card
        END AS text,
        n.identity = '' AND (n.mobile = '' OR coalesce(c.kind, '') = 'money') AS is_card
    FROM number AS n
    LEFT JOIN cell AS c ON c.row_no = n.row_no AND c.column_no = n.column_no
    WHERE n.identity <> '' OR n.mobile <> '' OR n.card <> ''
)
SELECT
    row_no,
    column_no,
    column_letter(column_no) || row_no AS address,
    left(text, 3) || '…' AS text,
    CASE WHEN is_card THEN 'card' ELSE '' END AS variant
FROM found
WHERE text <> ''
ORDER BY row_no, column_no
