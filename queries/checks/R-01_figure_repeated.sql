-- rule:     R-01 same figure given twice
-- severity: I
-- grain:    one row per repeated cell
-- params:   none
-- columns:  address, heading, text, first_address
SELECT
    c.address,
    c.heading,
    c.value_text AS text,
    o.address AS first_address
FROM repeated AS r
JOIN cell AS c
    ON c.indicator = r.indicator AND c.region_code = r.region_code AND c.period = r.period
JOIN cell AS o ON o.position = r.first_position
WHERE NOT r.differs
    AND c.is_usable AND c.measure = ''
    AND c.position <> r.first_position
ORDER BY c.position
