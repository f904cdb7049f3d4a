-- rule:     P-10 regions beside the regions inside them
-- severity: W
-- grain:    one row per region with parts of it in the file, and per special unit with its ground
-- params:   none
-- columns:  address (first of them), text, cells, variant, place_zh, place_en, parts, part_zh, part_en
WITH beside AS (
    SELECT
        f.above_no AS region_no,
        CAST(NULL AS INTEGER) AS part_no,
        min(p.position) AS position,
        count(*) AS cells,
        max(f.children) AS parts
    FROM family AS f
    JOIN catalogue_indicator AS i ON i.indicator_no = f.indicator_no
    JOIN point AS p ON p.key = f.above_key
    WHERE i.region_rule = 'sum'
    GROUP BY f.above_no
),
-- A special unit and the county on the same ground, where neither is a part of the other.
ground AS (
    SELECT
        r.region_no,
        r.territory_no AS part_no,
        min(p.position) AS position,
        count(*) AS cells,
        1 AS parts
    FROM catalogue_region AS r
    JOIN catalogue_region AS t ON t.region_no = r.territory_no
    JOIN point AS p ON p.region_no = r.region_no
    JOIN point AS o ON o.key = p.key + (r.territory_no - r.region_no) * key_step('region')
    WHERE t.rollup_no IS DISTINCT FROM r.region_no
    GROUP BY r.region_no, r.territory_no
),
either AS (
    SELECT * FROM beside
    UNION ALL
    SELECT * FROM ground
)
SELECT
    coalesce(f.place_address, column_letter(coalesce(f.place_column, f.code_column)) || c.row_no)
        AS address,
    r.name_zh AS text,
    e.cells,
    CASE WHEN e.part_no IS NULL THEN '' ELSE 'ground' END AS variant,
    r.name_zh AS place_zh,
    r.name_en AS place_en,
    e.parts,
    t.name_zh AS part_zh,
    t.name_en AS part_en
FROM either AS e
JOIN catalogue_region AS r ON r.region_no = e.region_no
LEFT JOIN catalogue_region AS t ON t.region_no = e.part_no
JOIN cell AS c ON c.position = e.position
JOIN block_column AS f ON f.block = c.block AND f.column_no = c.column_no
ORDER BY e.position, variant
