-- insert_state: note what the reference tables and figures are made from
-- params: $checksum
INSERT INTO reference_state VALUES ($checksum)
