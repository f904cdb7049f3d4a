-- find_affected: the figures that an upload may change in its own regions, rates of its parts included
-- params: $touched (upload id; 0: everything there is)
-- Batches keep every join of the refresh well below the 262,144 rows from which DuckDB 2.0.0 hands
-- dictionaries through joins, which can end in an internal error (duckdb issue 24807).
CREATE TEMP TABLE affected AS
WITH cell AS (
    SELECT DISTINCT
        l.indicator,
        l.region_code,
        l.year
    FROM observation_log AS l
    WHERE l.upload_id = $touched
    UNION
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
    UNION
    SELECT
        i.indicator,
        c.region_code,
        c.year
    FROM cell AS c
    INNER JOIN indicator AS i
        ON c.indicator IN (i.numerator, i.denominator) AND i.region_rule = 'ratio'
)

SELECT
    k.indicator,
    k.region_code,
    k.year,
    CAST(floor(count(*) OVER (ORDER BY k.indicator, k.year) / 120000.0) AS INTEGER) AS batch
FROM figure_key AS k
