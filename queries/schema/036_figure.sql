-- figure: how many of the places at the very bottom are in such a sum
ALTER TABLE figure ADD COLUMN place_count INTEGER
