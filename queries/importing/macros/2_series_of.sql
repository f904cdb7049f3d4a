-- series_of: what all periods of a series have in common in their keys
-- params:  none
CREATE OR REPLACE MACRO series_of(key) AS
key // key_step('frequency')
