-- find_card: the first number of a bank card in a text, or ''; see set_personal_patterns
-- params:  none
CREATE OR REPLACE MACRO find_card(text) AS
regexp_extract(text, getvariable('personal_patterns').card, 1)
