-- list_suppressed: the cells that are withheld
-- grain:   one row per cell
-- columns: indicator, region_code, period, year
SELECT
    s.indicator,
    s.region_code,
    s.period,
    CAST(left(s.period, 4) AS INTEGER) AS year
FROM suppression AS s
ORDER BY s.indicator, s.region_code, s.period
