-- copy_series_break: the breaks in series up to an upload, into a database in memory
-- params: $source (name of the table copied), $as_of (upload id)
INSERT INTO series_break BY NAME
FROM query_table($source)
WHERE upload_id <= $as_of
