-- list_indicator_texts: the different texts of indicators
-- grain:   one row per text
-- params:  $limit
-- columns: indicator_text
SELECT DISTINCT
    indicator_text
FROM cell_text
ORDER BY indicator_text
LIMIT $limit
