-- figure: how many places at the very bottom such a sum expects
ALTER TABLE figure ADD COLUMN expected_places INTEGER
