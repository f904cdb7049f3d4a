-- delete_draft: take a file out of work
-- params: $draft_id
DELETE FROM draft
WHERE draft_id = $draft_id
