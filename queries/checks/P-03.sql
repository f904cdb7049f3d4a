-- rule:     P-03 name of a place normalised
-- severity: I
-- grain:    one row per text
-- params:   none
-- columns:  address (first of them), text, cells, region_code, name_zh, name_en
SELECT
    column_letter(any_value(coalesce(l.place_column, l.code_column))) || min(c.row_no) AS address,
    c.place_text AS text,
    count(*) AS cells,
    any_value(p.region_code) AS region_code,
    any_value(p.name_zh) AS name_zh,
    any_value(p.name_en) AS name_en
FROM cell AS c
CROSS JOIN layout AS l
JOIN place_text AS p ON p.place_text = c.place_text AND p.code_text = c.code_text
WHERE p.is_variant AND NOT p.code_was_mended
GROUP BY c.place_text
ORDER BY min(c.position)
