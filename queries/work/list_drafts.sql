-- list_drafts: files in work of the asker and of nobody, newest first; or the one of an id
-- grain:   one row per draft
-- params:  $draft_id (NULL for all), $asker ('' for somebody unknown), $is_staff, $signs_in (whether
-- params:  sign-in exists: then drafts are opened by their owner alone, those of nobody by staff)
-- columns: draft_id, owner, file_name, sha256, region_code, corrections (JSON), source, note, changed_at (UTC)
SELECT
    d.draft_id,
    d.owner,
    d.file_name,
    d.sha256,
    d.region_code,
    d.corrections,
    d.source,
    d.note,
    d.changed_at
FROM draft AS d
WHERE
    (d.draft_id = $draft_id OR ($draft_id IS NULL AND d.owner IN ($asker, '')))
    AND (NOT $signs_in OR (d.owner = $asker AND $asker <> '') OR (d.owner = '' AND $is_staff))
ORDER BY d.changed_at DESC, d.draft_id
