-- drop_double_rows: of one row that stands twice under a number, keep the first
DELETE FROM observation_log
WHERE rowid IN (
    SELECT l.rowid
    FROM observation_log AS l
    SEMI JOIN doubled AS d ON l.upload_id = d.upload_id
    QUALIFY row_number() OVER (
        PARTITION BY
            l.upload_id, l.indicator, l.region_code, l.period, l.value, l.status, l.source, l.note_zh,
            l.note_en
        ORDER BY l.rowid
    ) > 1
)
