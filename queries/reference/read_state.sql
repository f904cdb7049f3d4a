-- read_state: what the reference tables and figures were last made from
-- grain:   one row; none in a new database
-- columns: checksum
SELECT s.checksum
FROM reference_state AS s
