-- list_place_texts: the different texts and codes of places
-- grain:   one row per text and code
-- params:  $limit
-- columns: place_text, code_text
SELECT DISTINCT
    place_text,
    code_text
FROM cell_text
ORDER BY place_text, code_text
LIMIT $limit
