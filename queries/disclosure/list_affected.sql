-- list_affected: the indicators and years that an upload may change
-- grain:   one row per indicator and year
-- columns: indicator, year
SELECT DISTINCT
    t.indicator,
    t.year
FROM affected AS t
ORDER BY t.indicator, t.year
