-- delete_correction: forget what the asker said about a layout
-- params: $asker, $layout_key, $signs_in
DELETE FROM correction
WHERE owner = $asker AND layout_key = $layout_key AND (NOT $signs_in OR $asker <> '')
