-- nearest: the nearest region above each one that the file has as well
-- grain:   one row per region
-- params:  none
-- columns: region_no, above_no, steps
-- filled:  here, by SQL
CREATE OR REPLACE TABLE nearest AS
WITH present AS (
    SELECT DISTINCT region_no FROM point
)
SELECT
    a.region_no,
    arg_min(a.above_no, a.steps) AS above_no,
    min(a.steps) AS steps
FROM region_above AS a
SEMI JOIN present AS own ON own.region_no = a.region_no
SEMI JOIN present AS above ON above.region_no = a.above_no
GROUP BY a.region_no
