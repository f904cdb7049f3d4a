-- drop_second_rows: of two rows of one cell under a number, keep the last
DELETE FROM observation_log
WHERE rowid IN (
    SELECT l.rowid
    FROM observation_log AS l
    SEMI JOIN doubled AS d ON l.upload_id = d.upload_id
    QUALIFY row_number() OVER (
        PARTITION BY l.upload_id, l.indicator, l.region_code, l.period
        ORDER BY l.rowid DESC
    ) > 1
)
