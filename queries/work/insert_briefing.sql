-- insert_briefing: keep a deck in work
-- params: $briefing_id, $owner, $deck, $template_name, $template_sha256, $changed_at
INSERT INTO briefing
VALUES ($briefing_id, $owner, $deck, $template_name, $template_sha256, $changed_at)
