-- measure_log: how many rows some acts have in the log, a checksum of them, and the newest act
-- params: $after, $last (upload ids; the acts after the first up to the last)
WITH act AS (
    SELECT
        count(*) AS act_count,
        bit_xor(hash(
            u.upload_id, u.kind, u.undoes, u.uploaded_at, u.uploaded_by, u.file_name, u.sha256, u.source,
            u.note
        )) AS checksum,
        strftime(max(u.uploaded_at), '%Y-%m-%d %H:%M UTC')
        || coalesce(' ' || nullif(arg_max(u.file_name, u.upload_id), ''), '') AS newest
    FROM upload AS u
    WHERE u.upload_id > $after AND u.upload_id <= $last
),

logged AS (
    SELECT
        count(*) AS row_count,
        bit_xor(hash(
            l.upload_id, l.indicator, l.region_code, l.period, l.value, l.status, l.source, l.note_zh,
            l.note_en
        )) AS checksum
    FROM observation_log AS l
    WHERE l.upload_id > $after AND l.upload_id <= $last
)

SELECT
    l.row_count,
    xor(coalesce(a.checksum, 0), coalesce(l.checksum, 0)) AS checksum,
    coalesce(a.newest, '') AS newest
FROM act AS a
CROSS JOIN logged AS l
