-- attached_changes: what an upload or an undo did to targets and breaks in series: before it and with it
-- grain:   one row per target or break that it touched and that is new, gone, or another
-- params:  $upload (upload id)
-- columns: kind (annual, plan, break), indicator, region_code ('' for all regions), year, old_value,
-- columns: value, old_reason_zh, old_reason_en, reason_zh, reason_en, stood_before, stands_with
WITH said AS (
    SELECT
        t.upload_id,
        t.kind,
        t.indicator,
        t.region_code,
        t.year,
        t.value,
        '' AS reason_zh,
        '' AS reason_en
    FROM target AS t
    UNION ALL
    SELECT
        b.upload_id,
        'break' AS kind,
        b.indicator,
        b.region_code,
        b.year,
        CAST(NULL AS DOUBLE) AS value,
        b.reason_zh,
        b.reason_en
    FROM series_break AS b
),

touched AS (
    SELECT DISTINCT
        s.kind,
        s.indicator,
        s.region_code,
        s.year
    FROM said AS s
    INNER JOIN upload AS u ON s.upload_id = coalesce(u.undoes, u.upload_id)
    WHERE u.upload_id = $upload
),

candidate AS (
    SELECT
        s.*,
        s.upload_id < $upload AND (x.upload_id IS NULL OR x.upload_id >= $upload) AS stood_before,
        x.upload_id IS NULL OR x.upload_id > $upload AS stands_with
    FROM said AS s
    INNER JOIN touched AS t
        ON
            s.kind = t.kind AND s.indicator = t.indicator AND s.region_code = t.region_code
            AND s.year = t.year
    LEFT JOIN upload AS x ON s.upload_id = x.undoes
    WHERE s.upload_id <= $upload
),

compared AS (
    SELECT
        c.kind,
        c.indicator,
        c.region_code,
        c.year,
        arg_max(c.value, c.upload_id) FILTER (WHERE c.stood_before) AS old_value,
        arg_max(c.value, c.upload_id) FILTER (WHERE c.stands_with) AS value,
        coalesce(arg_max(c.reason_zh, c.upload_id) FILTER (WHERE c.stood_before), '') AS old_reason_zh,
        coalesce(arg_max(c.reason_en, c.upload_id) FILTER (WHERE c.stood_before), '') AS old_reason_en,
        coalesce(arg_max(c.reason_zh, c.upload_id) FILTER (WHERE c.stands_with), '') AS reason_zh,
        coalesce(arg_max(c.reason_en, c.upload_id) FILTER (WHERE c.stands_with), '') AS reason_en,
        bool_or(c.stood_before) AS stood_before,
        bool_or(c.stands_with) AS stands_with
    FROM candidate AS c
    GROUP BY c.kind, c.indicator, c.region_code, c.year
)

SELECT
    m.kind,
    m.indicator,
    m.region_code,
    m.year,
    m.old_value,
    m.value,
    m.old_reason_zh,
    m.old_reason_en,
    m.reason_zh,
    m.reason_en,
    m.stood_before,
    m.stands_with
FROM compared AS m
WHERE
    m.stood_before <> m.stands_with
    OR m.old_value IS DISTINCT FROM m.value
    OR m.old_reason_zh <> m.reason_zh
    OR m.old_reason_en <> m.reason_en
ORDER BY m.kind, m.indicator, m.region_code, m.year
