-- list_indicators: the indicators of the table that are known
-- grain:   one row per indicator
-- params:  none
-- columns: indicator, name_zh, name_en
SELECT DISTINCT
    indicator,
    name_zh,
    name_en
FROM indicator_text
WHERE indicator <> ''
ORDER BY indicator
