-- valued: the value of each figure, and the flag of a rate that was reported otherwise than its parts give it
-- grain:   one row per touched figure of which anything is known
-- reads:   chosen, indicator
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
        END AS quality_flags
    )
FROM chosen AS c
INNER JOIN indicator AS i ON c.indicator = i.indicator
