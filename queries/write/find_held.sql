-- find_held: the cells of an upload in which something stands already
-- params: $touched (upload id)
CREATE OR REPLACE TEMP TABLE held AS
SELECT
    o.indicator,
    o.region_code,
    o.period
FROM observation AS o
WHERE EXISTS (
    SELECT 1
    FROM observation_log AS l
    WHERE
        l.upload_id = $touched
        AND l.indicator = o.indicator
        AND l.region_code = o.region_code
        AND l.period = o.period
)
