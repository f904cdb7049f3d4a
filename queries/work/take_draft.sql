-- take_draft: take a draft out of work because it is being published
-- grain:   the one row that was taken; none where it is gone
-- params:  $draft_id
-- columns: draft_id
DELETE FROM draft
WHERE draft_id = $draft_id
RETURNING draft_id
