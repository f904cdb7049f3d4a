-- ordinal_of: the ordinal of the period in a key
-- params:  none
CREATE OR REPLACE MACRO ordinal_of(key) AS
key % key_step('frequency')
