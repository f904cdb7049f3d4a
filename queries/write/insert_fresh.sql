-- insert_fresh: add the rows of an upload that come into empty cells; nothing is weighed there
-- params: $upload_id
-- The log has them in the order in which observation is kept.
INSERT INTO observation
SELECT
    l.indicator,
    l.region_code,
    l.period,
    l.year,
    l.frequency,
    l.value,
    l.status,
    l.source,
    l.note_zh,
    l.note_en,
    l.upload_id,
    (SELECT u.kind = 'demonstration' FROM upload AS u WHERE u.upload_id = $upload_id) AS is_demonstration,
    FALSE AS is_revised
FROM observation_log AS l
WHERE
    l.upload_id = $upload_id
    AND NOT EXISTS (
        SELECT 1
        FROM held AS h
        WHERE h.indicator = l.indicator AND h.region_code = l.region_code AND h.period = l.period
    )
