-- list_period_texts: the different texts of periods
-- grain:   one row per text
-- params:  $limit
-- columns: period_text
SELECT DISTINCT
    period_text
FROM cell_text
ORDER BY period_text
LIMIT $limit
