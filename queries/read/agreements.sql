-- agreements: a region's own figure and the sum of all regions below it, in the years that have both
-- grain:   one row per year
-- params:  $region (region code), $indicator (code)
-- columns: year, own_value, sum_value (base unit; rates in per cent)
SELECT
    f.year,
    any_value(f.value) AS own_value,
    CASE
        WHEN any_value(i.region_rule) = 'ratio' THEN any_value(i.factor) * sum(c.num) / nullif(sum(c.den), 0)
        ELSE sum(c.num)
    END AS sum_value
FROM figure AS f
INNER JOIN indicator AS i ON f.indicator = i.indicator
INNER JOIN rollup AS r ON f.region_code = r.rollup_code AND f.year BETWEEN r.first_year AND r.last_year
INNER JOIN figure AS c ON f.indicator = c.indicator AND r.region_code = c.region_code AND f.year = c.year
WHERE
    f.indicator = $indicator AND f.region_code = $region
    AND f.origin <> 'children' AND f.value IS NOT NULL AND c.num IS NOT NULL
GROUP BY f.year
HAVING
    count(*) FILTER (WHERE r.is_expected) = (
        SELECT count(*)
        FROM rollup AS e
        WHERE e.is_expected AND e.rollup_code = $region AND f.year BETWEEN e.first_year AND e.last_year
    )
ORDER BY f.year
