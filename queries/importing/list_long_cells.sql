-- list_long_cells: columns of numbers with texts pasted into them (L-13)
-- grain:   one row per column
-- params:  $longest (characters of a number)
-- columns: heading, address (first of them), text, cells, characters (most)
WITH measured AS (
    SELECT column_no, heading, address, position, value_text, length(value_text) AS characters
    FROM cell
    WHERE length(value_text) > $longest
)
SELECT
    heading,
    min_by(address, position) AS address,
    min_by(value_text, position) AS text,
    count(*) AS cells,
    max(characters) AS characters
FROM measured
GROUP BY column_no, heading
ORDER BY min(position)
