-- flip_bounds: the quality flags that a denominator hands to its rate: the more there is of it, the less the rate is
CREATE OR REPLACE MACRO flip_bounds(quality_flags) AS
CASE
    WHEN has_flag(quality_flags, 'at_least') <> has_flag(quality_flags, 'at_most')
        THEN xor(quality_flags, quality_flag('at_least') | quality_flag('at_most'))
    ELSE quality_flags
END
