-- rule:     P-06 one name with two codes, one code with two names
-- severity: E
-- grain:    one row per name with several codes, and per code with several names
-- params:   none
-- columns:  address (first of them), text, cells, variant, others
WITH pair AS (
    SELECT
        place_text,
        code_text,
        lower(replace(replace(place_text, ' ', ''), '　', '')) AS name,
        coalesce(nullif(region_code, ''), trim(code_text, ' 　')) AS code,
        problem <> '' AS is_wrong
    FROM place_text
    WHERE trim(place_text, ' 　') <> '' AND trim(code_text, ' 　') <> '' AND NOT is_total
),
-- Namesakes with their own codes (朝阳区 110105, 220104) are right: one of the pairs must be wrong.
clash AS (
    SELECT
        '' AS variant,
        name AS shared,
        min(place_text) AS text,
        string_agg(DISTINCT code, '、' ORDER BY code) AS others
    FROM pair
    GROUP BY name
    HAVING count(DISTINCT code) > 1 AND bool_or(is_wrong)
    UNION ALL
    SELECT
        'names' AS variant,
        code AS shared,
        code AS text,
        string_agg(DISTINCT place_text, '、' ORDER BY place_text) AS others
    FROM pair
    GROUP BY code
    HAVING count(DISTINCT name) > 1 AND bool_or(is_wrong)
),
numbered AS (
    SELECT *, row_number() OVER (ORDER BY variant, shared) AS clash_no FROM clash
),
counted AS (
    SELECT n.clash_no, min(c.position) AS position, count(*) AS cells
    FROM cell AS c
    JOIN pair AS p ON p.place_text = c.place_text AND p.code_text = c.code_text
    JOIN numbered AS n ON n.shared = CASE n.variant WHEN '' THEN p.name ELSE p.code END
    GROUP BY n.clash_no
)
SELECT
    column_letter(f.code_column) || c.row_no AS address,
    n.text,
    k.cells,
    n.variant,
    n.others
FROM counted AS k
JOIN numbered AS n ON n.clash_no = k.clash_no
JOIN cell AS c ON c.position = k.position
JOIN block_column AS f ON f.block = c.block AND f.column_no = c.column_no
ORDER BY k.position, n.variant
