-- list_sums: the regions and the sums that they are in, in a year
-- grain:   one row per region that is in a sum
-- params:  $year
-- columns: region_code, rollup_code, is_expected (a sum without it is not whole)
SELECT
    r.region_code,
    r.rollup_code,
    r.is_expected
FROM rollup AS r
WHERE $year BETWEEN r.first_year AND r.last_year
ORDER BY r.rollup_code, r.region_code
