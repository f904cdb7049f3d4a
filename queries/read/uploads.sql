-- uploads: every act of publishing and undoing, newest first
-- grain:   one row per upload
-- params:  none
-- columns: upload_id, kind (figures, demonstration, undo, rules), undoes, undone_by, uploaded_at (UTC), uploaded_by,
-- columns: file_name, sha256, source, note, new_count, changed_count, unchanged_count, rejected_count (of figures),
-- columns: target_count, break_count (that it brought)
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
    u.rejected_count,
    coalesce(t.target_count, 0) AS target_count,
    coalesce(b.break_count, 0) AS break_count
FROM upload AS u
LEFT JOIN upload AS x ON u.upload_id = x.undoes
LEFT JOIN (
    SELECT
        upload_id,
        count(*) AS target_count
    FROM target
    GROUP BY upload_id
) AS t ON u.upload_id = t.upload_id
LEFT JOIN (
    SELECT
        upload_id,
        count(*) AS break_count
    FROM series_break
    GROUP BY upload_id
) AS b ON u.upload_id = b.upload_id
ORDER BY u.upload_id DESC
