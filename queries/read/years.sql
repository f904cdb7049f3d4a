-- years: the years in which something is known of a region or its direct children
-- grain:   one row per year, newest first
-- params:  $region (region code)
-- columns: year
SELECT DISTINCT f.year
FROM figure AS f
INNER JOIN region AS r ON f.region_code = r.region_code
WHERE r.region_code = $region OR r.parent_code = $region OR r.rollup_code = $region
ORDER BY f.year DESC
