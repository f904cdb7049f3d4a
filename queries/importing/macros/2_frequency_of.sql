-- frequency_of: the frequency in a key: 0 for years, 1 for quarters, 2 for months
-- params:  none
CREATE OR REPLACE MACRO frequency_of(key) AS
(key // key_step('frequency')) % (key_step('region') // key_step('frequency'))
