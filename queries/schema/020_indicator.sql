-- indicator: without the rule over time, which measure and region_rule say already
ALTER TABLE indicator DROP COLUMN time_rule
