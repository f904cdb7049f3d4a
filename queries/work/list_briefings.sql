-- list_briefings: decks in work of one owner and of nobody, newest first; or the one of an id
-- grain:   one row per deck
-- params:  $owner, $briefing_id (NULL for all of the owner)
-- columns: briefing_id, owner, deck (JSON), template_name, template_sha256, changed_at (UTC)
SELECT
    b.briefing_id,
    b.owner,
    b.deck,
    b.template_name,
    b.template_sha256,
    b.changed_at
FROM briefing AS b
WHERE b.briefing_id = $briefing_id OR ($briefing_id IS NULL AND b.owner IN ($owner, ''))
ORDER BY b.changed_at DESC, b.briefing_id
