-- read_schema_version: the number of the newest schema file that a database has seen; 0 for none
-- columns: version
SELECT coalesce(max(v.version), 0) AS version
FROM schema_version AS v
