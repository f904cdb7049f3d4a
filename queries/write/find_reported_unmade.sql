-- find_reported_unmade: the affected figures that may be others without demonstration data, in batches as in find_unmade
-- None of them is a region's own number of a whole year that was reported: that would know of none. Where there is no
-- figure with it, there may be one without it: a state that a number of the demonstration covers.
CREATE OR REPLACE TEMP TABLE unmade AS
SELECT
    t.indicator,
    t.region_code,
    t.year,
    r.depth,
    CAST(floor(count(*) OVER (ORDER BY t.indicator, t.year) / 120000.0) AS INTEGER) AS batch
FROM affected AS t
INNER JOIN region AS r ON t.region_code = r.region_code
LEFT JOIN main.figure AS f
    ON t.indicator = f.indicator AND t.region_code = f.region_code AND t.year = f.year
WHERE
    coalesce(f.knows_demonstration, TRUE)
    AND EXISTS (SELECT 1 FROM main.upload AS u WHERE u.kind = 'demonstration')
