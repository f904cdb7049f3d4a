-- list_briefings: decks in work of the asker and of nobody, newest first; or the one of an id
-- grain:   one row per deck
-- params:  $briefing_id (NULL for all), $asker ('' for somebody unknown), $is_staff, $signs_in (whether
-- params:  sign-in exists: then decks are opened by their owner alone, those of nobody by staff)
-- columns: briefing_id, owner, deck (JSON), template_name, template_sha256, changed_at (UTC)
SELECT
    b.briefing_id,
    b.owner,
    b.deck,
    b.template_name,
    b.template_sha256,
    b.changed_at
FROM briefing AS b
WHERE
    (b.briefing_id = $briefing_id OR ($briefing_id IS NULL AND b.owner IN ($asker, '')))
    AND (NOT $signs_in OR (b.owner = $asker AND $asker <> '') OR (b.owner = '' AND $is_staff))
ORDER BY b.changed_at DESC, b.briefing_id
