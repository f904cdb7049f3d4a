-- find_mobile: the first number of a mobile telephone in a text, or ''; see set_personal_patterns
-- params:  none
CREATE OR REPLACE MACRO find_mobile(text) AS
regexp_extract(text, getvariable('personal_patterns').mobile, 1)
