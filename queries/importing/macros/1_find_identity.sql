-- find_identity: the first number of an identity card in a text, or ''; see set_personal_patterns
-- params:  none
CREATE OR REPLACE MACRO find_identity(text) AS
regexp_extract(text, getvariable('personal_patterns').identity, 1)
