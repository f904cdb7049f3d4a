-- empty_suppression: withhold nothing
DELETE FROM suppression
