-- rule:     I-02 indicator that is not collected at this level
-- severity: E
-- grain:    one row per indicator and level
-- params:   none
-- columns:  address (first of them), heading, text, cells, name_zh, name_en, level, levels
WITH limited AS (
    SELECT i.indicator_no, r.region_no
    FROM catalogue_indicator AS i
    JOIN catalogue_region AS r ON NOT list_contains(string_split(i.levels, '|'), r.level)
    WHERE i.levels <> ''
),
grouped AS (
    SELECT p.indicator_no, r.level, min(p.position) AS position, count(*) AS cells
    FROM (
        SELECT indicator_no, region_no, value, position FROM point
        UNION ALL
        SELECT indicator_no, region_no, value, position FROM attached WHERE measure <> 'break'
    ) AS p
    SEMI JOIN limited AS l ON l.indicator_no = p.indicator_no AND l.region_no = p.region_no
    JOIN catalogue_region AS r ON r.region_no = p.region_no
    GROUP BY p.indicator_no, r.level
)
SELECT
    c.address,
    c.heading,
    coalesce(nullif(c.place_text, ''), c.code_text) AS text,
    g.cells,
    i.name_zh,
    i.name_en,
    g.level,
    i.levels
FROM grouped AS g
JOIN cell AS c ON c.position = g.position
JOIN catalogue_indicator AS i ON i.indicator_no = g.indicator_no
ORDER BY g.position
