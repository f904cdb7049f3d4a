-- list_places: the places of the table, by their codes
-- grain:   one row per text and code
-- params:  none
-- columns: name_zh, problem
SELECT
    name_zh,
    problem
FROM place_text
WHERE NOT is_total AND (place_text <> '' OR code_text <> '')
    AND NOT everywhere_of(place_text, code_text)
ORDER BY region_code
