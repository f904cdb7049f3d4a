-- rule:     V-17 number below the disclosure limit
-- severity: W
-- grain:    one row per indicator
-- params:   none
-- columns:  address (first of them), heading, text, cells, limit_count, name_zh, name_en
WITH small AS (
    SELECT p.indicator_no, min(p.position) AS position, count(*) AS cells
    FROM point AS p
    JOIN catalogue_indicator AS i ON i.indicator_no = p.indicator_no
    CROSS JOIN check_parameters AS o
    -- Nobody is named by a zero.
    WHERE i.is_sensitive AND p.value > 0 AND p.value < o.disclosure_limit
    GROUP BY p.indicator_no
)
SELECT
    c.address,
    c.heading,
    c.value_text AS text,
    s.cells,
    o.disclosure_limit AS limit_count,
    i.name_zh,
    i.name_en
FROM small AS s
JOIN cell AS c ON c.position = s.position
JOIN catalogue_indicator AS i ON i.indicator_no = s.indicator_no
CROSS JOIN check_parameters AS o
ORDER BY s.position
