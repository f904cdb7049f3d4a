-- drop_second_acts: of different acts that are still under one number, keep the last
DELETE FROM upload
WHERE rowid IN (
    SELECT u.rowid
    FROM upload AS u
    QUALIFY row_number() OVER (PARTITION BY u.upload_id ORDER BY u.rowid DESC) > 1
)
