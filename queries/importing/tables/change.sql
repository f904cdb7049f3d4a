-- change: figures of the file with those a year before; years of parts are added
-- grain:   one row per key
-- params:  none
-- columns: key, indicator_no, region_no, frequency_no, ordinal, position, value, previous_value,
-- columns: has_previous
-- filled:  here, by SQL
CREATE OR REPLACE TABLE change AS
SELECT
    p.key,
    p.indicator_no,
    p.region_no,
    p.frequency_no,
    p.ordinal,
    p.position,
    p.value,
    s.value AS previous_value,
    s.key IS NOT NULL AS has_previous
FROM point AS p
LEFT JOIN series AS s ON s.key = p.key - year_step(p.frequency_no)
