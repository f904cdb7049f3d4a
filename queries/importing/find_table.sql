-- find_table: whether a table of the import is there
-- grain:   one row, none if it is not
-- params:  $name
-- columns: table_name
SELECT table_name FROM duckdb_tables() WHERE table_name = $name ORDER BY table_name
