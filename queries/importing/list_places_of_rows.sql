-- list_places_of_rows: places in the rows of the sheet's tables, not those in headings
-- grain:   one row per table, row and place
-- params:  none
-- columns: block, row_no, place_text, region_code, is_total
SELECT DISTINCT
    c.block,
    c.row_no,
    c.place_text,
    c.region_code,
    c.is_total
FROM cell AS c
JOIN block_column AS f ON f.block = c.block AND f.column_no = c.column_no
WHERE f.place_text = ''
ORDER BY c.block, c.row_no
