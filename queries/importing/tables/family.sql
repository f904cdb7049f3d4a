-- family: sums of the regions below one
-- grain:   one row per indicator, period and region above
-- params:  none
-- columns: indicator_no, frequency_no, ordinal, above_no, above_key, children, numbers, is_exact,
-- columns: is_direct, total, precision
-- filled:  here, by SQL
CREATE OR REPLACE TABLE family AS
SELECT
    p.indicator_no,
    p.frequency_no,
    p.ordinal,
    n.above_no,
    make_key(p.indicator_no, n.above_no, p.frequency_no, p.ordinal) AS above_key,
    count(*) AS children,
    count(p.value) AS numbers,
    bool_and(p.is_exact OR p.value IS NULL) AS is_exact,
    bool_and(n.steps = 1) AS is_direct,
    sum(p.value) AS total,
    sum(p.precision) AS precision
FROM point AS p
JOIN nearest AS n ON n.region_no = p.region_no
GROUP BY p.indicator_no, p.frequency_no, p.ordinal, n.above_no
