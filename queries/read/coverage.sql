-- coverage: how many indicators each region has reported itself, year by year
-- grain:   one row per region and year in which any of the regions reported; $region and its direct children
-- params:  $region (region code)
-- columns: region_code, year, reported_count (indicators of which the region itself gave a number or a state other than not reported),
-- columns: expected_count (indicators that any of these regions reported that year)
WITH reported AS (
    SELECT DISTINCT
        o.region_code,
        o.year,
        o.indicator
    FROM observation AS o
    INNER JOIN listing AS l
        ON o.region_code = l.region_code AND l.page_code = $region AND o.year BETWEEN l.first_year AND l.last_year
    WHERE o.status <> 'not_reported'
),

expected AS (
    SELECT
        p.year,
        count(DISTINCT p.indicator) AS indicator_count
    FROM reported AS p
    GROUP BY p.year
),

shown AS (
    SELECT
        $region AS region_code,
        e.year
    FROM expected AS e
    UNION
    SELECT
        r.region_code,
        e.year
    FROM expected AS e
    INNER JOIN rollup AS r ON e.year BETWEEN r.first_year AND r.last_year
    WHERE r.rollup_code = $region AND r.is_expected
    UNION
    SELECT
        p.region_code,
        p.year
    FROM reported AS p
)

SELECT
    s.region_code,
    s.year,
    count(p.indicator) AS reported_count,
    max(e.indicator_count) AS expected_count
FROM shown AS s
INNER JOIN expected AS e ON s.year = e.year
LEFT JOIN reported AS p ON s.region_code = p.region_code AND s.year = p.year
GROUP BY s.region_code, s.year
ORDER BY s.region_code, s.year
