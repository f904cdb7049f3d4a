-- find_forbidden: which of the cells in touched_cell may not be changed, by the frames locked and allowed
-- grain:   one row per reason, the person's regions first
-- params:  $is_limited (whether the person has regions to keep to)
-- columns: reason (region, period), cell_count, example (a region with its code, or a period)
WITH outside AS (
    SELECT
        'region' AS reason,
        CASE
            WHEN t.region_code = '' THEN '全部地区 all regions'
            ELSE t.region_code || ' ' || r.name_zh
        END AS example
    FROM touched_cell AS t
    LEFT JOIN region AS r ON t.region_code = r.region_code
    WHERE
        $is_limited
        AND NOT EXISTS (
            SELECT 1
            FROM allowed AS a
            WHERE a.region_code = t.region_code
        )
),

closed AS (
    SELECT
        'period' AS reason,
        t.period AS example
    FROM touched_cell AS t
    WHERE
        t.is_changed
        AND EXISTS (
            SELECT 1
            FROM locked AS k
            WHERE
                k.indicator IN ('', t.indicator)
                -- With a year its quarters and months are locked as well.
                AND k.period IN (t.period, substr(t.period, 1, 4))
        )
)

SELECT
    f.reason,
    count(*) AS cell_count,
    min(f.example) AS example
FROM (
    SELECT o.reason, o.example
    FROM outside AS o
    UNION ALL
    SELECT c.reason, c.example
    FROM closed AS c
) AS f
GROUP BY f.reason
ORDER BY f.reason DESC
