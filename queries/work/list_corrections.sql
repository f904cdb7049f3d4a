-- list_corrections: what one person said about layouts, newest first
-- grain:   one row per layout
-- params:  $asker ('' for somebody unknown: nothing where sign-in exists), $signs_in (whether it does)
-- columns: layout_key, file_name, corrections (JSON), saved_at (UTC)
SELECT
    c.layout_key,
    c.file_name,
    c.corrections,
    c.saved_at
FROM correction AS c
WHERE c.owner = $asker AND (NOT $signs_in OR $asker <> '')
ORDER BY c.saved_at DESC, c.layout_key
