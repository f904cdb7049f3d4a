-- figure: the figures after the rules of the numbers, kept with observation in one transaction
-- Derived from observation, region and indicator alone: it is made anew after this.
CREATE OR REPLACE TABLE figure (
    indicator VARCHAR NOT NULL,
    region_code VARCHAR NOT NULL,
    year INTEGER NOT NULL,
    value DOUBLE,                     -- base unit; rates in per cent; NULL where there is only a state
    status VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,          -- own, children (their sum stands in), reported (a rate without parts)
    quality_flags VARCHAR NOT NULL,   -- their names with commas, the gravest first (name_flags)
    is_demonstration BOOLEAN NOT NULL,  -- wholly or in part
    is_mixed BOOLEAN NOT NULL,        -- made of demonstration figures and of real ones
    knows_demonstration BOOLEAN NOT NULL,  -- it may be another without demonstration data: reported_figure has it then
    num DOUBLE,                       -- what enters the sum of the region above: the value, or the numerator
    den DOUBLE,                       -- the denominator of a rate
    sum_flags INTEGER NOT NULL,       -- those of num and den, which travel up with them (has_flag)
    reported_value DOUBLE,            -- an uploaded rate beside the recomputed one
    reported_count INTEGER,           -- regions in a sum, of those expected; NULL for own figures
    expected_count INTEGER,
    reporters VARCHAR,                -- the regions in a sum by code: 610100,610200(610202,610203), where
                                      -- brackets hold those in a sum that has not all of its own
    latest_period VARCHAR NOT NULL,
    upload_id INTEGER NOT NULL
)
