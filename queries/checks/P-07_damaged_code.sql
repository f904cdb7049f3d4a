-- rule:     P-07 code damaged by a spreadsheet, or no code of a region
-- severity: I/E
-- grain:    one row per text
-- params:   none
-- columns:  address (first of them), text, cells, variant, region_code, name_zh, name_en, suggestions
SELECT
    arg_min(
        coalesce(
            column_letter(f.code_column) || c.row_no,
            f.place_address,
            column_letter(f.place_column) || c.row_no
        ),
        c.position
    ) AS address,
    coalesce(nullif(c.code_text, ''), c.place_text) AS text,
    count(*) AS cells,
    CASE WHEN any_value(p.problem) = 'P-07' THEN 'unknown' ELSE '' END AS variant,
    any_value(p.region_code) AS region_code,
    any_value(p.name_zh) AS name_zh,
    any_value(p.name_en) AS name_en,
    -- A former code is known by what became of it.
    any_value(r.to_name || ' ' || r.to_code) AS suggestions
FROM cell AS c
JOIN block_column AS f ON f.block = c.block AND f.column_no = c.column_no
JOIN place_text AS p ON p.place_text = c.place_text AND p.code_text = c.code_text
LEFT JOIN (SELECT * FROM region_change WHERE from_code <> '' AND to_code <> '') AS r
    ON r.from_code = coalesce(nullif(c.code_text, ''), c.place_text)
WHERE p.code_was_mended OR p.problem = 'P-07'
GROUP BY coalesce(nullif(c.code_text, ''), c.place_text)
ORDER BY min(c.position)
