-- find_rules: the rules that held at a data version
-- grain:  one row; none in a database that never kept any
-- params: $source (name of the table rule_state), $version
-- columns: checksum, content
SELECT
    r.checksum,
    r.content
FROM query_table($source) AS r
WHERE r.since_version <= $version
ORDER BY r.since_version DESC
LIMIT 1
