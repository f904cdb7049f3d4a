-- count_rejected: how many cells have an error; totals are not counted
-- grain:   one row
-- params:  none
-- columns: cell_count
SELECT count(*) AS cell_count
FROM cell AS c
LEFT JOIN repeated AS r
    ON r.indicator = c.indicator AND r.region_code = c.region_code AND r.period = c.period
    AND c.measure = ''
LEFT JOIN attached AS a ON a.position = c.position
WHERE NOT c.is_total
    AND (NOT c.is_usable OR coalesce(r.differs, a.differs, FALSE))
    -- A place without a target is no error.
    AND (c.measure NOT IN ('annual', 'plan') OR c.state <> 'not_reported')
