-- coverage: how many indicators each region has reported itself, year by year
-- grain:   one row per region and year in which any of the regions reported; $region and its direct children
-- params:  $region (region code)
-- columns: region_code, year, reported_count (indicators of which the region itself gave a number or a state other than not reported),
-- columns: expected_count (indicators that any of these regions reported that year)
WITH shown AS (
    SELECT
        r.region_code,
        r.region_code = $region OR (r.is_expected AND r.rollup_code = $region) AS is_expected
    FROM region AS r
    WHERE r.region_code = $region OR r.parent_code = $region OR r.rollup_code = $region
),

reported AS (
    SELECT DISTINCT
        o.region_code,
        o.year,
        o.indicator
    FROM observation AS o
    INNER JOIN shown AS s ON o.region_code = s.region_code
    WHERE o.status <> 'not_reported'
),

expected AS (
    SELECT
        p.year,
        count(DISTINCT p.indicator) AS indicator_count
    FROM reported AS p
    GROUP BY p.year
)

SELECT
    s.region_code,
    e.year,
    count(p.indicator) AS reported_count,
    max(e.indicator_count) AS expected_count
FROM shown AS s
CROSS JOIN expected AS e
LEFT JOIN reported AS p ON s.region_code = p.region_code AND e.year = p.year
GROUP BY s.region_code, s.is_expected, e.year
HAVING s.is_expected OR count(p.indicator) > 0
ORDER BY s.region_code, e.year
