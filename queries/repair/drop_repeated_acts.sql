-- drop_repeated_acts: of different acts under a number, those that repeat an act of an earlier number
DELETE FROM upload
WHERE rowid IN (
    SELECT u.rowid
    FROM upload AS u
    SEMI JOIN upload AS e
        ON
            u.upload_id > e.upload_id
            AND u.kind = e.kind
            AND u.uploaded_by = e.uploaded_by
            AND u.file_name = e.file_name
            AND u.sha256 = e.sha256
            AND u.source = e.source
            AND u.note = e.note
    WHERE u.upload_id IN (SELECT s.upload_id FROM upload AS s GROUP BY s.upload_id HAVING count(*) > 1)
)
