-- touch_parents: what changed below changes the sums one step up
-- params: $depth (the step that is refreshed next)
INSERT INTO touched
SELECT DISTINCT
    t.indicator,
    r.rollup_code,
    t.year
FROM touched AS t
INNER JOIN region AS r ON t.region_code = r.region_code
WHERE r.depth = $depth + 1 AND r.rollup_code <> ''
EXCEPT
SELECT
    t.indicator,
    t.region_code,
    t.year
FROM touched AS t
