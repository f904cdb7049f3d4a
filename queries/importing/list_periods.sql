-- list_periods: the periods of the table
-- grain:   one row per period
-- params:  none
-- columns: period
SELECT DISTINCT period
FROM period_text
WHERE period <> ''
ORDER BY period
