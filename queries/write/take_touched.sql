-- take_touched: the unmade figures of one batch and step, to be made next
-- params: $batch, $depth (steps below the country)
CREATE OR REPLACE TEMP TABLE touched AS
SELECT
    u.indicator,
    u.region_code,
    u.year
FROM unmade AS u
WHERE u.batch = $batch AND u.depth = $depth
