-- compare_incoming: how the registered frame `incoming` differs from what stands
-- params: $largest (the first number that is too large)
SELECT
    count(*) AS row_count,
    (
        SELECT count(*)
        FROM (SELECT DISTINCT d.indicator, d.region_code, d.period FROM incoming AS d) AS cell
    ) AS cell_count,
    count(*) FILTER (WHERE o.indicator IS NULL) AS new_count,
    count(*) FILTER (
        WHERE
            o.indicator IS NOT NULL
            AND (
                o.status <> i.status
                OR o.value IS DISTINCT FROM CASE WHEN isnan(i.value) THEN NULL ELSE i.value END
            )
    ) AS changed_count,
    count(*) FILTER (WHERE n.indicator IS NULL OR r.region_code IS NULL) AS unknown_count,
    count(*) FILTER (
        WHERE
            NOT regexp_full_match(i.period, '[0-9]{4}(-(Q[1-4]|0[1-9]|1[0-2]))?')
            OR trim(i.source) = ''
            OR CASE
                WHEN i.status IN ('final', 'provisional', 'estimate', 'at_least', 'at_most')
                    THEN i.value IS NULL OR isnan(i.value) OR isinf(i.value)
                WHEN i.status IN ('not_reported', 'not_applicable', 'below_unit', 'confidential')
                    THEN i.value IS NOT NULL AND NOT isnan(i.value)
                ELSE TRUE
            END
    ) AS invalid_count,
    count(*) FILTER (WHERE isfinite(i.value) AND abs(i.value) >= $largest) AS too_large_count
FROM incoming AS i
LEFT JOIN observation AS o
    ON i.indicator = o.indicator AND i.region_code = o.region_code AND i.period = o.period
LEFT JOIN indicator AS n ON i.indicator = n.indicator
LEFT JOIN region AS r ON i.region_code = r.region_code
