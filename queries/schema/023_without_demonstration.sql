-- without_demonstration: everything as it is without demonstration data, under the same names as with it
-- A reader who hides demonstration data finds these tables first (store/reading.py).
CREATE SCHEMA without_demonstration
