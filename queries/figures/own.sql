-- own: what a region's own cells give for a year
-- grain:   one row per indicator, region and year
-- reads:   annual, indicator
-- columns: indicator, region_code, year, num, den, latest_period, status, upload_id, quality_flags
SELECT * EXCLUDE (is_whole_year)
FROM annual
UNION ALL
-- Parts that came by different periods still make a rate where both cover the whole year.
SELECT
    i.indicator,
    a.region_code,
    a.year,
    any_value(a.num) FILTER (WHERE a.indicator = i.numerator),
    any_value(a.num) FILTER (WHERE a.indicator = i.denominator),
    any_value(a.latest_period) FILTER (WHERE a.indicator = i.numerator),
    'final',
    max(a.upload_id),
    bit_or(a.quality_flags)
FROM annual AS a
INNER JOIN indicator AS i ON a.indicator IN (i.numerator, i.denominator) AND i.region_rule = 'ratio'
ANTI JOIN annual AS r ON i.indicator = r.indicator AND a.region_code = r.region_code AND a.year = r.year
WHERE a.num IS NOT NULL AND a.is_whole_year
GROUP BY i.indicator, a.region_code, a.year
HAVING count(*) = 2
