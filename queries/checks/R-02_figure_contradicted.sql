-- rule:     R-02 two different figures for one place, period and indicator
-- severity: E
-- grain:    one row per differing cell
-- params:   none
-- columns:  address, heading, text, place_zh, place_en, period, name_zh, name_en, first_text, first_address
SELECT
    c.address,
    c.heading,
    c.value_text AS text,
    p.name_zh AS place_zh,
    p.name_en AS place_en,
    c.period,
    i.name_zh,
    i.name_en,
    o.value_text AS first_text,
    o.address AS first_address
FROM repeated AS r
JOIN cell AS c
    ON c.indicator = r.indicator AND c.region_code = r.region_code AND c.period = r.period
JOIN cell AS o ON o.position = r.first_position
JOIN place_text AS p ON p.place_text = c.place_text AND p.code_text = c.code_text
JOIN indicator_text AS i ON i.indicator_text = c.indicator_text
WHERE r.differs
    AND c.is_usable AND c.measure = ''
    AND c.position <> r.first_position
    AND (c.value IS DISTINCT FROM o.value OR c.status <> o.status)
ORDER BY c.position
