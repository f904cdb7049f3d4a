-- history: everything ever published for one cell, newest first
-- grain:   one row per upload that gave the cell a figure or a state
-- params:  $indicator (code), $region (region code), $period (SDMX period)
-- columns: upload_id, uploaded_at (UTC), uploaded_by, file_name, value, status, source, note_zh, note_en, undone_by
SELECT
    l.upload_id,
    u.uploaded_at,
    u.uploaded_by,
    u.file_name,
    l.value,
    l.status,
    l.source,
    l.note_zh,
    l.note_en,
    x.upload_id AS undone_by
FROM observation_log AS l
INNER JOIN upload AS u ON l.upload_id = u.upload_id
LEFT JOIN upload AS x ON l.upload_id = x.undoes
WHERE l.indicator = $indicator AND l.region_code = $region AND l.period = $period
ORDER BY l.upload_id DESC
