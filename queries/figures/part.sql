-- part: numbers and states as numerator and denominator of one region and period
-- grain:   one row per indicator, region and period; of a rate only where both its parts have a number
-- reads:   cell, indicator
-- columns: indicator, region_code, period, year, frequency, num_measure, den_measure (flow, stock; empty without a
-- columns: denominator), num, den (base units), status, upload_id, quality_flags
SELECT
    c.indicator,
    c.region_code,
    c.period,
    c.year,
    c.frequency,
    c.measure AS num_measure,
    '' AS den_measure,
    c.value AS num,
    CAST(NULL AS DOUBLE) AS den,
    c.status,
    c.upload_id,
    c.quality_flags
FROM cell AS c
WHERE c.region_rule <> 'ratio'
UNION ALL
SELECT
    i.indicator,
    c.region_code,
    c.period,
    c.year,
    c.frequency,
    any_value(c.measure) FILTER (WHERE c.indicator = i.numerator),
    any_value(c.measure) FILTER (WHERE c.indicator = i.denominator),
    any_value(c.value) FILTER (WHERE c.indicator = i.numerator),
    any_value(c.value) FILTER (WHERE c.indicator = i.denominator),
    -- Next to nothing of anything is next to nothing.
    CASE WHEN bool_or(c.indicator = i.numerator AND c.status = 'below_unit') THEN 'below_unit' ELSE 'final' END,
    max(c.upload_id),
    bit_or(CASE WHEN c.indicator = i.denominator THEN flip_bounds(c.quality_flags) ELSE c.quality_flags END)
FROM cell AS c
INNER JOIN indicator AS i ON c.indicator IN (i.numerator, i.denominator) AND i.region_rule = 'ratio'
WHERE c.value IS NOT NULL
GROUP BY i.indicator, c.region_code, c.period, c.year, c.frequency
HAVING count(*) = 2
