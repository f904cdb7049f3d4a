-- drop_repeated_rows: demonstration rows of an act that was dropped, under the number of another act
-- They would pass for real ones there; the act that stands has them too.
DELETE FROM observation_log
WHERE rowid IN (
    SELECT l.rowid
    FROM observation_log AS l
    SEMI JOIN doubled AS d ON l.upload_id = d.upload_id
    INNER JOIN upload AS u ON l.upload_id = u.upload_id AND u.kind <> 'demonstration'
    SEMI JOIN upload AS s ON s.kind = 'demonstration' AND l.source = s.source
)
