-- rule:     V-21 one merged cell over several figures
-- severity: E
-- grain:    one row per merged cell
-- params:   none
-- columns:  address, heading, text, cells, covers (what the figures are of)
WITH covered AS (
    SELECT c.*, j.area
    FROM cell AS c
    JOIN joint_cell AS j ON j.row_no = c.row_no AND j.column_no = c.column_no
    WHERE c.value_problem = 'V-21'
),
named AS (
    SELECT
        area,
        position,
        CASE
            WHEN min(place_text) OVER areas <> max(place_text) OVER areas THEN trim(place_text, ' 　')
            WHEN min(heading) OVER areas <> max(heading) OVER areas THEN heading
            WHEN min(period_text) OVER areas <> max(period_text) OVER areas THEN period_text
            ELSE indicator_text
        END AS covers
    FROM covered
    WINDOW areas AS (PARTITION BY area)
),
listed AS (
    SELECT area, string_agg(DISTINCT covers, '、' ORDER BY covers) AS covers
    FROM named
    GROUP BY area
)
SELECT
    arg_min(c.address, c.position) AS address,
    arg_min(c.heading, c.position) AS heading,
    arg_min(c.value_text, c.position) FILTER (WHERE trim(c.value_text) <> '') AS text,
    count(*) AS cells,
    any_value(l.covers) AS covers
FROM covered AS c
JOIN listed AS l ON l.area = c.area
GROUP BY c.area
ORDER BY min(c.position)
