-- published: what stands in the cells of some indicators, to compare an upload with
-- grain:   one row per indicator, region and period
-- params:  $indicators (',code,code,')
-- columns: indicator, region_code, period, value (base unit), status
SELECT
    o.indicator,
    o.region_code,
    o.period,
    o.value,
    o.status
FROM observation AS o
INNER JOIN indicator AS i ON o.indicator = i.indicator
WHERE position(',' || i.indicator || ',' IN $indicators) > 0
ORDER BY o.indicator, o.region_code, o.period
