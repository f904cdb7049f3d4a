-- years: the years for which a region or anything below it has figures
-- grain:   one row per year, newest first
-- params:  $region (region code)
-- columns: year
SELECT DISTINCT o.year
FROM observation AS o
INNER JOIN region AS r ON o.region_code = r.region_code
WHERE position('/' || $region || '/' IN r.path) > 0
ORDER BY o.year DESC
