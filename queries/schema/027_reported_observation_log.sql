-- reported_observation_log: the rows of the acts but those that published demonstration data
CREATE VIEW without_demonstration.observation_log AS
FROM main.observation_log
WHERE upload_id NOT IN (SELECT u.upload_id FROM main.upload AS u WHERE u.kind = 'demonstration')
