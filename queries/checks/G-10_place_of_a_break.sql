-- rule:     G-10 break in a series for all regions, or whose regions are not clear
-- severity: E/W
-- grain:    one row per text and case
-- params:   none
-- columns:  address (first of them), text, cells, variant
WITH placed AS (
    SELECT
        c.position,
        c.place_text,
        coalesce(column_letter(coalesce(f.place_column, f.code_column)) || c.row_no, c.address)
            AS address,
        CASE
            WHEN c.place_problem = 'G-10' THEN ''
            WHEN (SELECT count(*) FROM allowed) > 0 THEN 'limited'
            WHEN f.place_column IS NULL AND f.code_column IS NULL THEN 'no_place'
        END AS variant
    FROM cell AS c
    JOIN block_column AS f ON f.block = c.block AND f.column_no = c.column_no
    WHERE c.measure = 'break'
        AND (c.place_problem = 'G-10' OR (c.place_problem = '' AND c.region_code = ''))
)
SELECT
    arg_min(address, position) AS address,
    arg_min(place_text, position) AS text,
    count(*) AS cells,
    variant
FROM placed
WHERE variant IS NOT NULL
GROUP BY CASE WHEN variant = '' THEN place_text ELSE '' END, variant
ORDER BY min(position), variant
