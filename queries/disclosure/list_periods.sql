-- list_periods: what was reported for parts of a year, of the series in which anything of the year is confidential
-- grain:   one row per cell
-- params:  $indicators (list of codes), $year
-- columns: indicator, region_code, period, value (NULL where there is only a state), is_flow
SELECT
    o.indicator,
    o.region_code,
    o.period,
    o.value,
    i.measure = 'flow' AS is_flow
FROM observation AS o
INNER JOIN indicator AS i ON o.indicator = i.indicator
WHERE
    o.indicator IN (SELECT unnest($indicators)) AND o.year = $year
    AND EXISTS (
        SELECT 1
        FROM observation AS c
        WHERE
            c.indicator = o.indicator AND c.region_code = o.region_code AND c.year = o.year
            AND c.status = 'confidential'
    )
ORDER BY o.indicator, o.region_code, o.period
