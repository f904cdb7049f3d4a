-- first_key_of: the key of the year 0 of the same indicator and region
-- params:  none
CREATE OR REPLACE MACRO first_key_of(key) AS
key - key % key_step('region')
