-- insert_correction: remember what was said about a layout
-- params: $owner, $layout_key, $file_name, $corrections, $saved_at
INSERT INTO correction
VALUES ($owner, $layout_key, $file_name, $corrections, $saved_at)
