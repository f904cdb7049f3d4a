-- fill_programme: fill the empty table from another one with the same columns
-- params: $source (name of that table, or of a registered frame)
INSERT INTO programme BY NAME
SELECT s.*
FROM query_table($source) AS s
