-- copy_target: the targets up to an upload, into a database in memory
-- params: $source (name of the table copied), $acts (name of its table upload), $as_of (upload id),
-- params: $demonstration (whether demonstration data is copied)
INSERT INTO target BY NAME
SELECT s.*
FROM query_table($source) AS s
WHERE
    s.upload_id <= $as_of
    AND (
        $demonstration
        OR s.upload_id NOT IN (SELECT u.upload_id FROM query_table($acts) AS u WHERE u.kind = 'demonstration')
    )
