-- insert_log: add an upload's rows to the log, from the registered frame `incoming`
-- params: $upload_id
INSERT INTO observation_log
SELECT
    $upload_id,
    i.indicator,
    i.region_code,
    i.period,
    CAST(substr(i.period, 1, 4) AS INTEGER),
    CASE WHEN length(i.period) = 4 THEN 'A' WHEN substr(i.period, 6, 1) = 'Q' THEN 'Q' ELSE 'M' END,
    CASE WHEN isnan(i.value) THEN NULL ELSE i.value END,
    i.status,
    i.source,
    coalesce(i.note_zh, ''),
    coalesce(i.note_en, '')
FROM incoming AS i
ORDER BY i.indicator, i.region_code, i.period
