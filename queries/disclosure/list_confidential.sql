-- list_confidential: the cells that were said to be confidential
-- grain:   one row per cell
-- columns: indicator, region_code, period, year
SELECT
    o.indicator,
    o.region_code,
    o.period,
    o.year
FROM observation AS o
WHERE o.status = 'confidential'
ORDER BY o.indicator, o.region_code, o.period
