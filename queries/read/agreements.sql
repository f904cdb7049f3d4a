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
INNER JOIN region AS p ON f.region_code = p.region_code
INNER JOIN region AS r ON f.region_code = r.rollup_code
INNER JOIN figure AS c ON f.indicator = c.indicator AND r.region_code = c.region_code AND f.year = c.year
WHERE
    f.indicator = $indicator AND f.region_code = $region
    AND f.origin <> 'children' AND f.value IS NOT NULL AND c.num IS NOT NULL
GROUP BY f.year
HAVING count(*) FILTER (WHERE r.is_expected) = any_value(p.expected_children)
ORDER BY f.year
