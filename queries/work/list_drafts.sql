-- list_drafts: files in work of one owner and of nobody, newest first
-- grain:   one row per draft
-- params:  $owner
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
WHERE d.owner IN ($owner, '')
ORDER BY d.changed_at DESC, d.draft_id
