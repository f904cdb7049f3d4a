-- reported_series_break: the rows of the acts but those that published demonstration data
CREATE VIEW without_demonstration.series_break AS
FROM main.series_break
WHERE upload_id NOT IN (SELECT u.upload_id FROM main.upload AS u WHERE u.kind = 'demonstration')
