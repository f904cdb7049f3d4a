-- list_file_indicators: the codes of the indicators of the file
-- grain:   one row per indicator
-- params:  none
-- columns: indicator
SELECT DISTINCT indicator
FROM indicator_text
WHERE indicator <> ''
ORDER BY indicator
