-- list_rates: the rates that are computed from two indicators
-- grain:   one row per rate
-- columns: indicator, numerator, denominator
SELECT
    i.indicator,
    i.numerator,
    i.denominator
FROM indicator AS i
WHERE i.region_rule = 'ratio'
ORDER BY i.indicator
