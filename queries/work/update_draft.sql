-- update_draft: keep a file in work as it is now, if the asker may open it (as in list_drafts)
-- params: $draft_id, $owner (from now on), $region_code, $corrections, $source, $note, $changed_at,
-- params: $asker, $is_staff, $signs_in
UPDATE draft SET
    owner = $owner,
    region_code = $region_code,
    corrections = $corrections,
    source = $source,
    note = $note,
    changed_at = $changed_at
WHERE
    draft_id = $draft_id
    AND (NOT $signs_in OR (owner = $asker AND $asker <> '') OR (owner = '' AND $is_staff))
