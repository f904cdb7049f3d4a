-- rule:     V-12 number at the limit of a data type, text cut off at 255 characters
-- severity: W
-- grain:    one row per cell of the table
-- params:   none
-- columns:  address, heading, text, variant, total
WITH long_row AS (
    SELECT row_no, fields FROM data_row WHERE strlen(line) >= 255
),
field AS (
    SELECT row_no, unnest(fields) AS text, generate_subscripts(fields, 1) AS column_no
    FROM long_row
),
offender AS (
    SELECT position, value_text AS text, '' AS variant
    FROM cell
    WHERE NOT is_total
        AND number IN (32767, -32768, 65535, 2147483647, -2147483648, 4294967295)
    UNION ALL
    SELECT
        cell_position(row_no, column_no) AS position,
        left(text, 60) AS text,
        'text' AS variant
    FROM field
    WHERE length(text) = 255
),
shown AS (
    SELECT * FROM offender ORDER BY position LIMIT (SELECT finding_limit FROM check_parameters)
)
SELECT
    cell_address(s.position) AS address,
    coalesce(f.heading, '') AS heading,
    s.text,
    s.variant,
    (SELECT count(*) FROM offender) AS total
FROM shown AS s
LEFT JOIN (block_column AS f JOIN block AS b ON b.block = f.block)
    ON f.column_no = column_of(s.position)
    AND row_of(s.position) > b.head_row AND row_of(s.position) <= b.last_row
ORDER BY s.position
