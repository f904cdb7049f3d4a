-- find_unmade: the affected figures that are no region's own number, in batches as in find_affected
-- depth: steps below the country
CREATE OR REPLACE TEMP TABLE unmade AS
WITH lacking AS (
    SELECT
        t.indicator,
        t.region_code,
        t.year,
        r.depth
    FROM affected AS t
    INNER JOIN region AS r ON t.region_code = r.region_code
    WHERE
        NOT EXISTS (
            SELECT 1
            FROM figure AS f
            WHERE f.indicator = t.indicator AND f.region_code = t.region_code AND f.year = t.year
        )
)

SELECT
    k.indicator,
    k.region_code,
    k.year,
    k.depth,
    CAST(floor(count(*) OVER (ORDER BY k.indicator, k.year) / 120000.0) AS INTEGER) AS batch
FROM lacking AS k
