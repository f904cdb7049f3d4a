-- joint_cell: cells of merged areas that hold one number over several figures
-- grain:   one row per cell
-- params:  none
-- columns: row_no, column_no, area
-- filled:  here, by SQL
-- The number is no single figure's own. What a merged area covers can still hold a number that nobody sees.
CREATE OR REPLACE TABLE joint_cell AS
WITH covered AS (
    SELECT
        c.row_no,
        c.column_no,
        m.area,
        c.place_text || chr(31) || c.code_text || chr(31) || c.period_text || chr(31)
            || c.indicator_text || chr(31) || c.measure AS figure,
        trim(c.value_text) <> '' AND coalesce(o.state, '') = '' AS is_filled
    FROM cell_text AS c
    JOIN merged_area AS m
        ON c.row_no BETWEEN m.first_row AND m.last_row
        AND c.column_no BETWEEN m.first_column AND m.last_column
    LEFT JOIN odd_value AS o ON o.value_text = c.value_text
),
joint AS (
    SELECT area FROM covered GROUP BY area HAVING count(DISTINCT figure) > 1 AND bool_or(is_filled)
)
SELECT c.row_no, c.column_no, min(c.area) AS area
FROM covered AS c
ANTI JOIN edited_cell AS m ON m.row_no = c.row_no AND m.column_no = c.column_no
WHERE c.area IN (SELECT area FROM joint)
GROUP BY c.row_no, c.column_no
