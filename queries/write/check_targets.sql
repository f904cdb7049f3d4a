-- check_targets: what is wrong with the targets in the registered frame `incoming_target`
-- params: $largest (the first number that is too large)
-- columns: row_count, number_count, unknown_count, kind_count, double_count
SELECT
    count(*) AS row_count,
    count(*) FILTER (WHERE NOT coalesce(abs(i.value) < $largest, FALSE)) AS number_count,
    count(*) FILTER (WHERE n.indicator IS NULL OR r.region_code IS NULL) AS unknown_count,
    count(*) FILTER (WHERE i.kind NOT IN ('annual', 'plan')) AS kind_count,
    count(*) - (
        SELECT count(*)
        FROM (
            SELECT DISTINCT d.indicator, d.region_code, d.year, d.kind FROM incoming_target AS d
        ) AS cell
    ) AS double_count
FROM incoming_target AS i
LEFT JOIN indicator AS n ON i.indicator = n.indicator
LEFT JOIN region AS r ON i.region_code = r.region_code
