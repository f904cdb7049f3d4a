-- rule:     P-13 place without a shape on the maps
-- severity: I
-- grain:    one row per region
-- params:   none
-- columns:  address (first of them), text, cells, name_zh, name_en
WITH counted AS (
    SELECT p.region_no, min(p.position) AS position, count(*) AS cells
    FROM point AS p
    -- The whole country is the map itself.
    SEMI JOIN (
        SELECT region_no FROM catalogue_region WHERE NOT is_mapped AND level <> 'country'
    ) AS r ON r.region_no = p.region_no
    GROUP BY p.region_no
)
SELECT
    coalesce(f.place_address, column_letter(coalesce(f.place_column, f.code_column)) || c.row_no)
        AS address,
    coalesce(nullif(c.place_text, ''), c.code_text) AS text,
    k.cells,
    r.name_zh,
    r.name_en
FROM counted AS k
JOIN cell AS c ON c.position = k.position
JOIN catalogue_region AS r ON r.region_no = k.region_no
JOIN block_column AS f ON f.block = c.block AND f.column_no = c.column_no
ORDER BY k.position
