-- update_briefing: keep a deck as it is now, if the asker may open it (as in list_briefings)
-- params: $briefing_id, $deck, $template_name, $template_sha256, $changed_at, $asker, $is_staff, $signs_in
UPDATE briefing SET
    deck = $deck,
    template_name = $template_name,
    template_sha256 = $template_sha256,
    changed_at = $changed_at
WHERE
    briefing_id = $briefing_id
    AND (NOT $signs_in OR (owner = $asker AND $asker <> '') OR (owner = '' AND $is_staff))
