-- check_breaks: what is wrong with the breaks in series in the registered frame `incoming_break`
-- params:  none
-- columns: row_count, unknown_count, reason_count, double_count
SELECT
    count(*) AS row_count,
    count(*) FILTER (
        WHERE n.indicator IS NULL OR (i.region_code <> '' AND r.region_code IS NULL)
    ) AS unknown_count,
    count(*) FILTER (WHERE trim(i.reason_zh || i.reason_en) = '') AS reason_count,
    count(*) - (
        SELECT count(*)
        FROM (SELECT DISTINCT d.indicator, d.region_code, d.year FROM incoming_break AS d) AS cell
    ) AS double_count
FROM incoming_break AS i
LEFT JOIN indicator AS n ON i.indicator = n.indicator
LEFT JOIN region AS r ON i.region_code = r.region_code
