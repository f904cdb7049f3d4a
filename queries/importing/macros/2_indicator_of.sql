-- indicator_of: the number of the indicator in a key
-- params:  none
CREATE OR REPLACE MACRO indicator_of(key) AS
key // key_step('indicator')
