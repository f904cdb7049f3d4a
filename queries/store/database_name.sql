-- database_name: what DuckDB calls the database that is open
-- columns: name
SELECT current_database() AS name
