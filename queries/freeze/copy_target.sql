-- copy_target: the targets up to an upload, into a database in memory
-- params: $source (name of the table copied), $as_of (upload id)
INSERT INTO target BY NAME
FROM query_table($source)
WHERE upload_id <= $as_of
