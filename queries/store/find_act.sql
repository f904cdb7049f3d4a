-- find_act: what kind of act an upload is, and which undo has withdrawn it
-- grain:   one row; none where there is no such upload
-- params:  $upload_id
-- columns: kind, undone_by (NULL while it stands)
SELECT
    u.kind,
    x.upload_id AS undone_by
FROM upload AS u
LEFT JOIN upload AS x ON u.upload_id = x.undoes
WHERE u.upload_id = $upload_id
