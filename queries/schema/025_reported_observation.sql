-- reported_observation: what stands in each cell without demonstration data, which never stands over a reported row
CREATE VIEW without_demonstration.observation AS
FROM main.observation
WHERE NOT is_demonstration
