-- rule:     P-03 name of a place normalised
-- severity: I
-- grain:    one row per text
-- params:   none
-- columns:  address (first of them), text, cells, region_code, name_zh, name_en
SELECT
    arg_min(
        coalesce(f.place_address, column_letter(coalesce(f.place_column, f.code_column)) || c.row_no),
        c.position
    ) AS address,
    c.place_text AS text,
    count(*) AS cells,
    any_value(p.region_code) AS region_code,
    any_value(p.name_zh) AS name_zh,
    any_value(p.name_en) AS name_en
FROM cell AS c
JOIN block_column AS f ON f.block = c.block AND f.column_no = c.column_no
JOIN place_text AS p ON p.place_text = c.place_text AND p.code_text = c.code_text
WHERE p.is_variant AND NOT p.code_was_mended
GROUP BY c.place_text
ORDER BY min(c.position)
