-- find_doubled: numbers under which there are two acts, or two rows of one cell
CREATE OR REPLACE TEMP TABLE doubled AS
SELECT u.upload_id
FROM upload AS u
GROUP BY u.upload_id
HAVING count(*) > 1
UNION
SELECT l.upload_id
FROM observation_log AS l
GROUP BY l.upload_id, l.indicator, l.region_code, l.period
HAVING count(*) > 1
