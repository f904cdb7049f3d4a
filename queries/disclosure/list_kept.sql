-- list_kept: the cells that are confidential or withheld with them in a database that is kept
-- grain:   one row per cell
-- params:  $observation, $figure, $suppression (names of its tables)
-- columns: indicator, region_code, period, year, status (confidential, suppressed)
WITH cell AS (
    SELECT
        o.indicator,
        o.region_code,
        o.period,
        o.status
    FROM query_table($observation) AS o
    WHERE o.status = 'confidential'
    UNION
    -- Of a year by a quarter of it, of a rate by a part.
    SELECT
        f.indicator,
        f.region_code,
        CAST(f.year AS VARCHAR) AS period,
        f.status
    FROM query_table($figure) AS f
    WHERE f.status = 'confidential'
    UNION
    SELECT
        s.indicator,
        s.region_code,
        s.period,
        'suppressed' AS status
    FROM query_table($suppression) AS s
)

SELECT
    c.indicator,
    c.region_code,
    c.period,
    CAST(left(c.period, 4) AS INTEGER) AS year,
    c.status
FROM cell AS c
ORDER BY c.indicator, c.region_code, c.period
