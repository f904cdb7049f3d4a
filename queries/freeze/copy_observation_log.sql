-- copy_observation_log: the rows of the log up to an upload, into a database in memory
-- params: $source (name of the table copied), $as_of (upload id)
INSERT INTO observation_log BY NAME
FROM query_table($source)
WHERE upload_id <= $as_of
