-- delete_draft: take a file out of work, if the asker may open it (as in list_drafts)
-- params: $draft_id, $asker, $is_staff, $signs_in
DELETE FROM draft
WHERE
    draft_id = $draft_id
    AND (NOT $signs_in OR (owner = $asker AND $asker <> '') OR (owner = '' AND $is_staff))
