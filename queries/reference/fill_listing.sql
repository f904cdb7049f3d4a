-- fill_listing: fill the empty table from another one with the same columns
-- params: $source (name of that table, or of a registered frame)
INSERT INTO listing BY NAME
SELECT s.*
FROM query_table($source) AS s
