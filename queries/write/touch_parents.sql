-- touch_parents: what changed below changes the sums of every step up
-- params: $batch
INSERT INTO affected
WITH RECURSIVE above AS (
    FROM rollup
    UNION ALL
    SELECT
        a.region_code,
        r.rollup_code,
        a.is_expected,
        greatest(a.first_year, r.first_year) AS first_year,
        least(a.last_year, r.last_year) AS last_year
    FROM above AS a
    INNER JOIN rollup AS r ON a.rollup_code = r.region_code
    WHERE a.first_year <= r.last_year AND r.first_year <= a.last_year
)

SELECT DISTINCT
    t.indicator,
    a.rollup_code,
    t.year,
    t.batch
FROM affected AS t
INNER JOIN above AS a ON t.region_code = a.region_code AND t.year BETWEEN a.first_year AND a.last_year
WHERE t.batch = $batch
EXCEPT
SELECT
    t.indicator,
    t.region_code,
    t.year,
    t.batch
FROM affected AS t
WHERE t.batch = $batch
