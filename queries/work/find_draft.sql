-- find_draft: one file in work
-- grain:   one row, or none
-- params:  $draft_id
-- columns: as in list_drafts
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
WHERE d.draft_id = $draft_id
ORDER BY d.draft_id
