-- uploads: every act of publishing and undoing, newest first
-- grain:   one row per upload
-- params:  none
-- columns: upload_id, kind (figures, demonstration, undo, rules), undoes, undone_by, uploaded_at (UTC), uploaded_by,
-- columns: file_name, sha256, source, note, new_count, changed_count, unchanged_count, rejected_count
SELECT
    u.upload_id,
    u.kind,
    u.undoes,
    x.upload_id AS undone_by,
    u.uploaded_at,
    u.uploaded_by,
    u.file_name,
    u.sha256,
    u.source,
    u.note,
    u.new_count,
    u.changed_count,
    u.unchanged_count,
    u.rejected_count
FROM upload AS u
LEFT JOIN upload AS x ON u.upload_id = x.undoes
ORDER BY u.upload_id DESC
