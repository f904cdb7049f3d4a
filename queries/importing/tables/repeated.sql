-- repeated: figures that are given more than once
-- grain:   one row per indicator, region and period
-- params:  none
-- columns: indicator, region_code, period, first_position, differs
-- filled:  here, by SQL
CREATE OR REPLACE TABLE repeated AS
WITH keyed AS (
    SELECT hash(indicator, region_code, period) AS key, * FROM cell WHERE is_usable AND measure = ''
),
-- Numbers are grouped in a fifth of the memory that three texts take; the texts decide below.
suspect AS (
    SELECT key FROM keyed GROUP BY key HAVING count(*) > 1
)
SELECT
    indicator,
    region_code,
    period,
    min(position) AS first_position,
    min(value) IS DISTINCT FROM max(value)
        OR count(value) NOT IN (0, count(*))
        OR min(status) <> max(status) AS differs
FROM keyed
WHERE key IN (SELECT key FROM suspect)
GROUP BY indicator, region_code, period
HAVING count(*) > 1
