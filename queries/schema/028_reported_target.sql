-- reported_target: the rows of the acts but those that published demonstration data
CREATE VIEW without_demonstration.target AS
FROM main.target
WHERE upload_id NOT IN (SELECT u.upload_id FROM main.upload AS u WHERE u.kind = 'demonstration')
