-- add_schema_version: note that a schema file has been run
-- params: $number
INSERT INTO schema_version VALUES ($number)
