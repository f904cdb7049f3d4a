-- list_indicator_names: the texts of indicators, known or not
-- grain:   one row per text
-- params:  none
-- columns: indicator_text
SELECT indicator_text
FROM indicator_text
ORDER BY indicator_text
