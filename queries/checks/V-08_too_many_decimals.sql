-- rule:     V-08 more decimals than the indicator has
-- severity: I
-- grain:    one row per indicator
-- params:   none
-- columns:  address (first of them), heading, text, cells, decimals, name_zh, name_en
WITH finer AS (
    SELECT p.indicator_no, min(p.position) AS position, count(*) AS cells
    FROM point AS p
    JOIN catalogue_indicator AS i ON i.indicator_no = p.indicator_no
    -- A count with decimals is an error of its own (V-07).
    WHERE i.kind <> 'count'
        AND abs(p.value * 10.0 ** i.decimals - round(p.value * 10.0 ** i.decimals))
            > 1e-6 + 1e-12 * abs(p.value)
    GROUP BY p.indicator_no
)
SELECT
    c.address,
    c.heading,
    c.value_text AS text,
    f.cells,
    i.decimals,
    i.name_zh,
    i.name_en
FROM finer AS f
JOIN cell AS c ON c.position = f.position
JOIN catalogue_indicator AS i ON i.indicator_no = f.indicator_no
ORDER BY f.position
