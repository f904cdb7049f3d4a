-- fill_rollup: fill the empty table from another one with the same columns
-- params: $source (name of that table, or of a registered frame)
INSERT INTO rollup BY NAME
SELECT s.*
FROM query_table($source) AS s
