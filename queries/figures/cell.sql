-- cell: what stands in the cells that the touched figures are made of, the parts of rates included
-- grain:   one row per indicator, region and period
-- reads:   touched, indicator, observation
-- columns: indicator, region_code, period, year, frequency, measure, region_rule, value (0 for a count below the smallest unit,
-- columns: which is known to be almost nothing and adds nothing), status, upload_id, is_demonstration, quality_flags
WITH needed AS (
    FROM touched
    UNION
    SELECT
        unnest([i.numerator, i.denominator]) AS indicator,
        t.region_code,
        t.year
    FROM touched AS t
    INNER JOIN indicator AS i ON t.indicator = i.indicator
    WHERE i.region_rule = 'ratio'
)

SELECT
    o.indicator,
    o.region_code,
    o.period,
    o.year,
    o.frequency,
    i.measure,
    i.region_rule,
    CASE WHEN o.status = 'below_unit' AND i.region_rule <> 'ratio' THEN 0 ELSE o.value END AS value,
    o.status,
    o.upload_id,
    o.is_demonstration,
    observation_flags(o.status, o.is_revised, o.is_demonstration) AS quality_flags
FROM observation AS o
INNER JOIN needed USING (indicator, region_code, year)
INNER JOIN indicator AS i ON o.indicator = i.indicator
