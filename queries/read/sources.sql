-- sources: where own figures come from, and what was noted beside them
-- grain:   one row per indicator, region and period with a source; regions: $region and its direct children
-- params:  $region (region code), $indicators (',code,code,' or '' for all)
-- columns: indicator, region_code, period (SDMX), source, note_zh, note_en
SELECT
    o.indicator,
    o.region_code,
    o.period,
    o.source,
    o.note_zh,
    o.note_en
FROM observation AS o
INNER JOIN indicator AS i ON o.indicator = i.indicator
INNER JOIN listing AS l ON o.region_code = l.region_code AND l.page_code = $region
WHERE $indicators = '' OR position(',' || i.indicator || ',' IN $indicators) > 0
ORDER BY o.indicator, o.region_code, o.period
