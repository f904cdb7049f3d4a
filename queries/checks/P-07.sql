-- rule:     P-07 code damaged by a spreadsheet, or no code of a region
-- severity: I/E
-- grain:    one row per text
-- params:   none
-- columns:  address (first of them), text, cells, variant, region_code, name_zh, name_en
SELECT
    column_letter(any_value(coalesce(l.code_column, l.place_column))) || min(c.row_no) AS address,
    coalesce(nullif(c.code_text, ''), c.place_text) AS text,
    count(*) AS cells,
    CASE WHEN any_value(p.problem) = 'P-07' THEN 'unknown' ELSE '' END AS variant,
    any_value(p.region_code) AS region_code,
    any_value(p.name_zh) AS name_zh,
    any_value(p.name_en) AS name_en
FROM cell AS c
CROSS JOIN layout AS l
JOIN place_text AS p ON p.place_text = c.place_text AND p.code_text = c.code_text
WHERE p.code_was_mended OR c.place_problem = 'P-07'
GROUP BY coalesce(nullif(c.code_text, ''), c.place_text)
ORDER BY min(c.position)
