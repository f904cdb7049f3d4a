-- valued: the value of each figure, the flag of a rate that was reported otherwise than its parts give it, and that of
-- valued: a rate of few
-- grain:   one row per touched figure of which anything is known
-- reads:   chosen, indicator
-- params:  $least_denominator (a rate of fewer is flagged)
-- columns: those of chosen, value (base unit; rates in per cent; NULL where there is only a state), quality_flags with that
SELECT
    CASE
        WHEN c.origin <> 'reported' AND c.own_status = 'below_unit' THEN NULL
        WHEN c.origin = 'reported' THEN c.rate_value
        WHEN i.region_rule = 'ratio' THEN i.factor * c.num / nullif(c.den, 0)
        ELSE c.num
    END AS value,
    c.* REPLACE (
        c.quality_flags
        | CASE
            WHEN c.origin = 'own' AND abs(c.rate_value - value) > 0.5 * power(10, -i.decimals) + 0.000001
                THEN quality_flag('recomputed')
            ELSE 0
        END
        | CASE
            WHEN c.origin <> 'reported' AND i.region_rule = 'ratio' AND value IS NOT NULL AND c.den < $least_denominator
                THEN quality_flag('small_denominator')
            ELSE 0
        END AS quality_flags
    )
FROM chosen AS c
INNER JOIN indicator AS i ON c.indicator = i.indicator
