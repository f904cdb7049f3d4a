-- rule:     V-06 rate outside its range
-- severity: E
-- grain:    one row per cell
-- params:   none
-- columns:  address, heading, text, after (per cent), name_zh, name_en
SELECT
    c.address,
    c.heading,
    c.value_text AS text,
    c.value AS after,
    i.name_zh,
    i.name_en
FROM cell AS c
JOIN indicator_text AS i ON i.indicator_text = c.indicator_text
WHERE NOT c.is_total AND c.kind = 'rate' AND (c.value < 0 OR c.value > i.maximum)
ORDER BY c.position
