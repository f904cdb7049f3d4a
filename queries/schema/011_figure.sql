-- figure: the figures after the rules of the numbers, kept with observation in one transaction
-- Derived from observation, region and indicator alone: it can be made anew at any time.
CREATE TABLE figure (
    indicator VARCHAR NOT NULL,
    region_code VARCHAR NOT NULL,
    year INTEGER NOT NULL,
    value DOUBLE,                     -- base unit; rates in per cent; NULL where there is only a state
    status VARCHAR NOT NULL,
    origin VARCHAR NOT NULL,          -- own, children (their sum stands in), reported (a rate without parts)
    doubt_bits INTEGER NOT NULL,      -- 1 provisional, 2 estimate, 4 at least, 8 partial coverage,
                                      -- 16 partial year, 32 revised, 64 demonstration, 128 recomputed
    num DOUBLE,                       -- what enters the sum of the region above: the value, or the numerator
    den DOUBLE,                       -- the denominator of a rate
    sum_doubt_bits INTEGER NOT NULL,  -- the doubts of num and den, which travel up with them
    reported_value DOUBLE,            -- an uploaded rate beside the recomputed one
    reported_count INTEGER,           -- regions in a sum, of those expected; NULL for own figures
    expected_count INTEGER,
    reporters DOUBLE,                 -- fingerprint of the regions in a sum, all the way down
    latest_period VARCHAR NOT NULL,
    upload_id INTEGER NOT NULL
);
