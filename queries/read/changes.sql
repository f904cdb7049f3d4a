-- changes: what an upload or an undo did to the figures: each cell before it and with it
-- The values of a cell that is confidential now, or withheld with one, are not told.
-- grain:   one row per cell that it touched and that is new, gone, or has another value or status
-- params:  $upload (upload id)
-- columns: indicator, region_code, period, old_value, old_status (NULL for a new cell),
-- columns: value, status (NULL for a cell that is gone), note_zh, note_en
WITH cell AS (
    SELECT DISTINCT
        l.indicator,
        l.region_code,
        l.period
    FROM observation_log AS l
    INNER JOIN upload AS u ON l.upload_id = coalesce(u.undoes, u.upload_id)
    WHERE u.upload_id = $upload
),

touched AS (
    SELECT
        c.indicator,
        c.region_code,
        c.period,
        o.status IS NOT NULL OR s.status IS NOT NULL OR a.status IS NOT NULL AS is_hidden
    FROM cell AS c
    LEFT JOIN (
        SELECT
            b.indicator,
            b.region_code,
            b.period,
            b.status
        FROM observation AS b
        WHERE b.status = 'confidential'
    ) AS o
        ON c.indicator = o.indicator AND c.region_code = o.region_code AND c.period = o.period
    LEFT JOIN suppression AS s
        ON c.indicator = s.indicator AND c.region_code = s.region_code AND c.period = s.period
    LEFT JOIN suppression AS a
        ON
            c.indicator = a.indicator AND c.region_code = a.region_code AND left(c.period, 4) = a.period
            AND length(c.period) > 4
),

candidate AS (
    SELECT
        l.indicator,
        l.region_code,
        l.period,
        l.value,
        l.status,
        l.note_zh,
        l.note_en,
        l.upload_id,
        CASE WHEN u.kind = 'demonstration' THEN 1 ELSE 0 END AS is_demonstration,
        CASE
            WHEN l.upload_id < $upload AND (x.upload_id IS NULL OR x.upload_id >= $upload) THEN 1
            ELSE 0
        END AS stood_before,
        CASE WHEN x.upload_id IS NULL OR x.upload_id > $upload THEN 1 ELSE 0 END AS stands_with
    FROM observation_log AS l
    INNER JOIN upload AS u ON l.upload_id = u.upload_id
    LEFT JOIN upload AS x ON l.upload_id = x.undoes
    WHERE
        l.upload_id <= $upload
        -- The indicators first: the log lies in their order, so the rest of it is not read.
        AND l.indicator IN (SELECT t.indicator FROM cell AS t)
        AND EXISTS (
            SELECT 1
            FROM cell AS t
            WHERE
                t.indicator = l.indicator AND t.region_code = l.region_code
                AND t.period = l.period
        )
),

ranked AS (
    SELECT
        c.indicator,
        c.region_code,
        c.period,
        c.value,
        c.status,
        c.note_zh,
        c.note_en,
        c.stood_before,
        c.stands_with,
        row_number() OVER (
            PARTITION BY c.indicator, c.region_code, c.period, c.stood_before
            ORDER BY c.is_demonstration, c.upload_id DESC
        ) AS place_before,
        row_number() OVER (
            PARTITION BY c.indicator, c.region_code, c.period, c.stands_with
            ORDER BY c.is_demonstration, c.upload_id DESC
        ) AS place_with
    FROM candidate AS c
)

SELECT
    t.indicator,
    t.region_code,
    t.period,
    CASE WHEN t.is_hidden THEN NULL ELSE b.value END AS old_value,
    CASE WHEN t.is_hidden AND b.value IS NOT NULL THEN 'suppressed' ELSE b.status END AS old_status,
    CASE WHEN t.is_hidden THEN NULL ELSE w.value END AS value,
    CASE WHEN t.is_hidden AND w.value IS NOT NULL THEN 'suppressed' ELSE w.status END AS status,
    coalesce(w.note_zh, '') AS note_zh,
    coalesce(w.note_en, '') AS note_en
FROM touched AS t
LEFT JOIN ranked AS b
    ON
        t.indicator = b.indicator AND t.region_code = b.region_code AND t.period = b.period
        AND b.stood_before = 1 AND b.place_before = 1
LEFT JOIN ranked AS w
    ON
        t.indicator = w.indicator AND t.region_code = w.region_code AND t.period = w.period
        AND w.stands_with = 1 AND w.place_with = 1
WHERE b.status IS DISTINCT FROM w.status OR b.value IS DISTINCT FROM w.value
ORDER BY t.indicator, t.region_code, t.period
