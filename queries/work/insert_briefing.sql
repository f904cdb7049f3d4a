-- insert_briefing: keep a new deck in work; nothing of somebody unknown where sign-in exists
-- params: $briefing_id, $asker, $deck, $template_name, $template_sha256, $changed_at, $signs_in
INSERT INTO briefing
SELECT $briefing_id, $asker, $deck, $template_name, $template_sha256, $changed_at
WHERE NOT $signs_in OR $asker <> ''
