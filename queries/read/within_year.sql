-- within_year: which indicators have figures for parts of a year, to propose one for a table that names none
-- grain:   one row per indicator with a quarterly or monthly figure of any of the regions
-- params:  $regions (',code,code,')
-- columns: indicator, region_count (how many of the regions have such a figure)
SELECT
    o.indicator,
    count(DISTINCT o.region_code) AS region_count
FROM observation AS o
WHERE o.frequency <> 'A' AND o.value IS NOT NULL
    AND position(',' || o.region_code || ',' IN $regions) > 0
GROUP BY o.indicator
ORDER BY o.indicator
