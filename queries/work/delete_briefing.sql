-- delete_briefing: throw a deck away
-- params: $briefing_id
DELETE FROM briefing
WHERE briefing_id = $briefing_id
