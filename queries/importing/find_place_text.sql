-- find_place_text: where a text of a place stands first
-- grain:   one row
-- params:  $text
-- columns: block, row_no
SELECT
    block,
    row_no
FROM cell_text
WHERE place_text = $text
ORDER BY row_no
LIMIT 1
