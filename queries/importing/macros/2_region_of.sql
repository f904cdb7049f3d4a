-- region_of: the number of the region in a key
-- params:  none
CREATE OR REPLACE MACRO region_of(key) AS
(key // key_step('region')) % (key_step('indicator') // key_step('region'))
