-- reported_upload: the acts but those that published demonstration data
CREATE VIEW without_demonstration.upload AS
FROM main.upload
WHERE kind <> 'demonstration'
