-- find_affected: the figures that an upload may change in its own regions, rates of its parts included
-- params: $touched (upload id; 0: everything there is)
-- Batches keep every join with a small table well below the 262,144 rows from which DuckDB 2.0.0
-- hands dictionaries through joins, which can end in an internal error (duckdb issue 24807).
CREATE OR REPLACE TEMP TABLE affected AS
WITH cell AS (
    SELECT DISTINCT
        l.indicator,
        l.region_code,
        l.year
    FROM observation_log AS l
    WHERE l.upload_id = $touched
    UNION ALL
    SELECT DISTINCT
        o.indicator,
        o.region_code,
        o.year
    FROM observation AS o
    WHERE $touched = 0
),

figure_key AS (
    SELECT
        c.indicator,
        c.region_code,
        c.year
    FROM cell AS c
    WHERE c.indicator NOT IN (SELECT i.indicator FROM indicator AS i WHERE i.region_rule = 'ratio')
    UNION ALL
    (
        SELECT
            c.indicator,
            c.region_code,
            c.year
        FROM cell AS c
        WHERE c.indicator IN (SELECT i.indicator FROM indicator AS i WHERE i.region_rule = 'ratio')
        UNION
        SELECT
            i.indicator,
            c.region_code,
            c.year
        FROM cell AS c
        INNER JOIN indicator AS i
            ON c.indicator IN (i.numerator, i.denominator) AND i.region_rule = 'ratio'
    )
),

grouped AS (
    SELECT
        k.indicator,
        k.year,
        count(*) AS figures
    FROM figure_key AS k
    GROUP BY k.indicator, k.year
),

batched AS (
    SELECT
        g.indicator,
        g.year,
        CAST(floor(sum(g.figures) OVER (ORDER BY g.indicator, g.year) / 120000.0) AS INTEGER) AS batch
    FROM grouped AS g
)

SELECT
    k.indicator,
    k.region_code,
    k.year,
    b.batch
FROM figure_key AS k
INNER JOIN batched AS b ON k.indicator = b.indicator AND k.year = b.year
