-- list_total_texts: texts that stand for a total
-- grain:   one row per text and code
-- params:  none
-- columns: place_text
SELECT place_text
FROM place_text
WHERE is_total
ORDER BY place_text
