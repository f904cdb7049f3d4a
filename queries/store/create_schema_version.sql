-- create_schema_version: the table of the schema files that a database has seen
CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)
