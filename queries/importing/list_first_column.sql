-- list_first_column: texts of the first column that are no numbers
-- grain:   one row per text
-- params:  none
-- columns: text
SELECT DISTINCT trim(fields[1]) AS text
FROM text_row
WHERE trim(fields[1]) <> '' AND TRY_CAST(fields[1] AS DOUBLE) IS NULL
ORDER BY text
LIMIT 200
