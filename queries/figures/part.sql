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
    'final',
    max(c.upload_id),
    bit_or(c.quality_flags)
FROM cell AS c
INNER JOIN indicator AS i ON c.indicator IN (i.numerator, i.denominator) AND i.region_rule = 'ratio'
WHERE c.value IS NOT NULL
GROUP BY i.indicator, c.region_code, c.period, c.year, c.frequency
HAVING count(*) = 2
