-- touch_parents: what changed below changes the sums of every step up
-- params: $batch
INSERT INTO affected
WITH RECURSIVE above AS (
    SELECT
        r.region_code,
        r.rollup_code AS above_code
    FROM region AS r
    WHERE r.rollup_code <> ''
    UNION ALL
    SELECT
        a.region_code,
        r.rollup_code AS above_code
    FROM above AS a
    INNER JOIN region AS r ON a.above_code = r.region_code
    WHERE r.rollup_code <> ''
)

SELECT DISTINCT
    t.indicator,
    a.above_code,
    t.year,
    t.batch
FROM affected AS t
INNER JOIN above AS a ON t.region_code = a.region_code
WHERE t.batch = $batch
EXCEPT
SELECT
    t.indicator,
    t.region_code,
    t.year,
    t.batch
FROM affected AS t
WHERE t.batch = $batch
