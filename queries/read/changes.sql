-- changes: what an upload did to the figures: the cell before it and with it
-- grain:   one row per cell that the upload touched and that is new or has another value or status
-- params:  $upload (upload id)
-- columns: indicator, region_code, period, old_value, old_status (NULL for a new cell), value, status, note_zh, note_en
WITH earlier AS (
    SELECT
        l.indicator,
        l.region_code,
        l.period,
        l.value,
        l.status,
        row_number() OVER (
            PARTITION BY l.indicator, l.region_code, l.period
            ORDER BY CASE WHEN u.kind = 'demonstration' THEN 1 ELSE 0 END, l.upload_id DESC
        ) AS place
    FROM observation_log AS l
    INNER JOIN upload AS u ON l.upload_id = u.upload_id
    LEFT JOIN upload AS x ON l.upload_id = x.undoes AND x.upload_id < $upload
    WHERE
        l.upload_id < $upload AND x.upload_id IS NULL
        -- The indicators first: the log lies in their order, so the rest of it is not read.
        AND l.indicator IN (SELECT DISTINCT d.indicator FROM observation_log AS d WHERE d.upload_id = $upload)
        AND EXISTS (
            SELECT 1
            FROM observation_log AS c
            WHERE
                c.upload_id = $upload AND c.indicator = l.indicator
                AND c.region_code = l.region_code AND c.period = l.period
        )
)

SELECT
    l.indicator,
    l.region_code,
    l.period,
    e.value AS old_value,
    e.status AS old_status,
    l.value,
    l.status,
    l.note_zh,
    l.note_en
FROM observation_log AS l
LEFT JOIN earlier AS e
    ON l.indicator = e.indicator AND l.region_code = e.region_code AND l.period = e.period AND e.place = 1
WHERE
    l.upload_id = $upload
    AND (e.status IS NULL OR e.status <> l.status OR e.value IS DISTINCT FROM l.value)
ORDER BY l.indicator, l.region_code, l.period
