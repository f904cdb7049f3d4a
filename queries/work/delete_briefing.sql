-- delete_briefing: throw a deck away, if the asker may open it (as in list_briefings)
-- params: $briefing_id, $asker, $is_staff, $signs_in
DELETE FROM briefing
WHERE
    briefing_id = $briefing_id
    AND (NOT $signs_in OR (owner = $asker AND $asker <> '') OR (owner = '' AND $is_staff))
