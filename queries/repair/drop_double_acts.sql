-- drop_double_acts: of one act that stands twice under a number, keep the first
DELETE FROM upload
WHERE rowid IN (
    SELECT u.rowid
    FROM upload AS u
    SEMI JOIN doubled AS d ON u.upload_id = d.upload_id
    QUALIFY row_number() OVER (
        PARTITION BY u.upload_id, u.kind, u.undoes, u.uploaded_by, u.file_name, u.sha256, u.source, u.note
        ORDER BY u.rowid
    ) > 1
)
