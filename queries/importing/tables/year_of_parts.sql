-- year_of_parts: years that are known by their parts only: whole sums of flows, the last of stocks
-- grain:   one row per key
-- params:  none
-- columns: key, value, is_new, position
-- filled:  here, by SQL
CREATE OR REPLACE TABLE year_of_parts AS
SELECT
    s.key,
    arg_min(CASE WHEN i.is_sum THEN s.total ELSE s.last_value END, s.frequency_no) AS value,
    bool_or(s.is_new) AS is_new,
    max(s.position) AS position
FROM part_sum AS s
JOIN (
    SELECT indicator_no, measure = 'flow' AS is_sum, region_rule = 'ratio' AND measure = 'flow' AS is_open
    FROM catalogue_indicator
) AS i ON i.indicator_no = indicator_of(s.key)
ANTI JOIN series AS w ON w.key = s.key
WHERE frequency_of(s.key) = 0
    AND NOT i.is_open
    AND CASE WHEN i.is_sum THEN s.parts = s.expected ELSE s.last_no = s.expected - 1 END
GROUP BY s.key
