-- touch_later: what changed in a year changes how much later sums carry from which some are missing
-- params: $batch
INSERT INTO affected
WITH partial AS (
    SELECT
        f.indicator,
        f.region_code,
        f.year
    FROM main.figure AS f
    WHERE f.coverage IS NOT NULL
    UNION
    SELECT
        f.indicator,
        f.region_code,
        f.year
    FROM main.reported_figure AS f
    WHERE f.coverage IS NOT NULL
)

SELECT DISTINCT
    p.indicator,
    p.region_code,
    p.year,
    t.batch
FROM affected AS t
INNER JOIN partial AS p ON t.indicator = p.indicator AND t.region_code = p.region_code AND t.year < p.year
WHERE
    t.batch = $batch
    AND NOT EXISTS (
        SELECT 1
        FROM affected AS a
        WHERE a.indicator = p.indicator AND a.region_code = p.region_code AND a.year = p.year
    )
