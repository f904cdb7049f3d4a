-- list_sums: the regions and the sums that they are in
-- grain:   one row per region that is in a sum
-- columns: region_code, rollup_code, is_expected (a sum without it is not whole)
SELECT
    r.region_code,
    r.rollup_code,
    r.is_expected
FROM region AS r
WHERE r.rollup_code <> ''
ORDER BY r.rollup_code, r.region_code
