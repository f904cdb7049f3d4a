-- rule:     P-11 place for which the user may not upload
-- severity: E
-- grain:    one row per text
-- params:   none
-- columns:  address (first of them), text, cells, name_zh, name_en
WITH refused AS (
    SELECT place_text, code_text
    FROM place_text
    WHERE region_code <> ''
        AND (SELECT count(*) FROM allowed) > 0
        AND region_code NOT IN (SELECT region_code FROM allowed)
),
counted AS (
    SELECT c.place_text, c.code_text, min(c.position) AS position, count(*) AS cells
    FROM cell AS c
    SEMI JOIN refused AS r ON r.place_text = c.place_text AND r.code_text = c.code_text
    GROUP BY c.place_text, c.code_text
)
SELECT
    coalesce(f.place_address, column_letter(coalesce(f.place_column, f.code_column)) || c.row_no)
        AS address,
    coalesce(nullif(k.place_text, ''), k.code_text) AS text,
    k.cells,
    p.name_zh,
    p.name_en
FROM counted AS k
JOIN place_text AS p ON p.place_text = k.place_text AND p.code_text = k.code_text
JOIN cell AS c ON c.position = k.position
JOIN block_column AS f ON f.block = c.block AND f.column_no = c.column_no
ORDER BY k.position
