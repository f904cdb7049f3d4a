-- insert_correction: remember what the asker said about a layout; nothing of somebody unknown
-- where sign-in exists
-- params: $asker, $layout_key, $file_name, $corrections, $saved_at, $signs_in
INSERT INTO correction
SELECT $asker, $layout_key, $file_name, $corrections, $saved_at
WHERE NOT $signs_in OR $asker <> ''
