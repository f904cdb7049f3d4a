-- count_rejected: how many cells have an error; totals are not counted
-- grain:   one row
-- params:  none
-- columns: cell_count
SELECT count(*) AS cell_count
FROM cell AS c
LEFT JOIN repeated AS r
    ON r.indicator = c.indicator AND r.region_code = c.region_code AND r.period = c.period
WHERE NOT c.is_total AND (NOT c.is_usable OR coalesce(r.differs, FALSE))
