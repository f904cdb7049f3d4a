-- figure: what would be published (a view)
-- grain:   one row per indicator, region and period
-- params:  none
-- columns: indicator, region_code, period, value, status, note_zh, note_en, address, position
-- filled:  here, by SQL
CREATE OR REPLACE VIEW figure AS
SELECT
    c.indicator,
    c.region_code,
    c.period,
    c.value,
    c.status,
    c.note_zh,
    c.note_en,
    c.address,
    c.position
FROM cell AS c
LEFT JOIN repeated AS r
    ON r.indicator = c.indicator AND r.region_code = c.region_code AND r.period = c.period
WHERE c.is_usable AND c.measure = '' AND (r.indicator IS NULL OR (NOT r.differs AND r.first_position = c.position))
