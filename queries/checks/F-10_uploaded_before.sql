-- rule:     F-10 the same file was uploaded before
-- severity: W
-- grain:    one row if it was
-- params:   none
-- columns:  address, text (name of the file), cells (uploads), upload_id (newest), uploaded_at
SELECT
    '' AS address,
    arg_max(u.file_name, u.uploaded_at) AS text,
    count(*) AS cells,
    arg_max(u.upload_id, u.uploaded_at) AS upload_id,
    left(max(u.uploaded_at), 16) AS uploaded_at
FROM known_upload AS u
JOIN check_parameters AS o ON o.sha256 = u.sha256
WHERE o.sha256 <> ''
HAVING count(*) > 0
