-- observations: published cells as they were reported, before any rule of the numbers
-- grain:   one row per indicator, region and period; regions: $region and its direct children
-- params:  $region (region code), $indicators (',code,code,' or '' for all)
-- columns: indicator, region_code, period, year, frequency (A, Q, M), value (base unit), status, source,
-- columns: note_zh, note_en, upload_id, is_demonstration, is_revised
SELECT
    o.indicator,
    o.region_code,
    o.period,
    o.year,
    o.frequency,
    o.value,
    o.status,
    o.source,
    o.note_zh,
    o.note_en,
    o.upload_id,
    o.is_demonstration,
    o.is_revised
FROM observation AS o
INNER JOIN region AS r ON o.region_code = r.region_code
WHERE
    (r.region_code = $region OR r.parent_code = $region OR r.rollup_code = $region)
    AND ($indicators = '' OR position(',' || o.indicator || ',' IN $indicators) > 0)
ORDER BY o.indicator, o.region_code, o.period
