-- newest_upload: the number of the newest upload or undo; 0 where there is none
-- columns: upload_id
SELECT coalesce(max(u.upload_id), 0) AS upload_id
FROM upload AS u
