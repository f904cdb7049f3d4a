-- history: everything ever published for one cell, newest first
-- The values of a cell that is confidential now, or withheld with one, are not told.
-- grain:   one row per upload that gave the cell a figure or a state
-- params:  $indicator (code), $region (region code), $period (SDMX period)
-- columns: upload_id, uploaded_at (UTC), uploaded_by, file_name, value, status, source, note_zh, note_en, undone_by
SELECT
    l.upload_id,
    u.uploaded_at,
    u.uploaded_by,
    u.file_name,
    CASE WHEN h.is_hidden THEN NULL ELSE l.value END AS value,
    CASE WHEN h.is_hidden AND l.value IS NOT NULL THEN 'suppressed' ELSE l.status END AS status,
    l.source,
    l.note_zh,
    l.note_en,
    x.upload_id AS undone_by
FROM observation_log AS l
INNER JOIN upload AS u ON l.upload_id = u.upload_id
LEFT JOIN upload AS x ON l.upload_id = x.undoes
CROSS JOIN (
    SELECT
        EXISTS (
            SELECT 1
            FROM observation AS o
            WHERE
                o.indicator = $indicator AND o.region_code = $region AND o.period = $period
                AND o.status = 'confidential'
            UNION ALL
            SELECT 1
            FROM suppression AS s
            WHERE
                s.indicator = $indicator AND s.region_code = $region
                AND s.period IN ($period, left($period, 4))
        ) AS is_hidden
) AS h
WHERE l.indicator = $indicator AND l.region_code = $region AND l.period = $period
ORDER BY l.upload_id DESC
