-- delete_correction: forget what was said about a layout
-- params: $owner, $layout_key
DELETE FROM correction
WHERE owner = $owner AND layout_key = $layout_key
