-- quality_flag: the number under which a flag of a figure's quality is kept; several are joined by |
-- This is the only place that knows the numbers: elsewhere flags have names. Numbers are never given anew.
CREATE OR REPLACE MACRO quality_flag(name) AS CASE name
    WHEN 'provisional' THEN 1
    WHEN 'estimate' THEN 2
    WHEN 'at_least' THEN 4
    WHEN 'partial_coverage' THEN 8     -- of the regions expected some are missing, or in a part of it
    WHEN 'partial_year' THEN 16
    WHEN 'revised' THEN 32             -- an earlier upload that still stands gave another value
    WHEN 'demonstration' THEN 64
    WHEN 'recomputed' THEN 128         -- a rate that was uploaded otherwise
    WHEN 'real' THEN 256               -- not demonstration: a figure with both is made of both
    WHEN 'at_most' THEN 512
    WHEN 'small_denominator' THEN 1024   -- a rate of so few that one more changes it by much
    WHEN 'uneven_periods' THEN 2048      -- parts of a year with a gap, or of places that end in different months
END
