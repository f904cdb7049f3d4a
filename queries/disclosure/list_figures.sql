-- list_figures: the figures of some indicators in a year, as relations between them need them
-- grain:   one row per indicator and region
-- params:  $indicators (list of codes), $year
-- columns: indicator, region_code, value, num, den (what enters the sum of the region above), status, is_sum (of the
-- columns: regions below)
SELECT
    f.indicator,
    f.region_code,
    f.value,
    f.num,
    f.den,
    f.status,
    f.origin = 'children' AS is_sum
FROM figure AS f
WHERE f.indicator IN (SELECT unnest($indicators)) AND f.year = $year
ORDER BY f.indicator, f.region_code
