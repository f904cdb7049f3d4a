-- like_for_like: the figures below a sum that stand in two years and can be compared, added up by the regions directly below
-- A sum is taken apart down to own figures; what is left out: places that reported in one of the years only, bounds,
-- parts of a year, demonstration figures beside real ones, series with a break, an own figure against a sum.
-- grain:   one row per sum ($region or a direct child) and region directly below it of which anything can be compared
-- params:  $region (region code), $indicator (code), $year, $since (years),
-- params:  $broken (',code,code,': regions whose own series has a break between the years)
-- columns: region_code, part_code, num, den (of $year: the value, or a rate's numerator and denominator), num_before,
-- columns: den_before (of $since), whole_before (the sum's own num, or den, of $since), is_demonstration (all of it;
-- columns: NULL where only some is)
WITH RECURSIVE pair AS (
    SELECT
        n.region_code,
        n.num,
        n.den,
        b.num AS num_before,
        b.den AS den_before,
        n.is_demonstration,
        n.origin = 'children' AND b.origin = 'children' AS is_sum,
        n.origin <> 'children' AND b.origin <> 'children'
        AND n.is_demonstration = b.is_demonstration AND NOT n.is_mixed AND NOT b.is_mixed
        AND NOT has_flag(n.sum_flags | b.sum_flags, 'at_least')
        AND NOT has_flag(n.sum_flags | b.sum_flags, 'at_most')
        AND NOT has_flag(n.sum_flags | b.sum_flags, 'partial_year') AS is_comparable
    FROM figure AS n
    INNER JOIN figure AS b ON n.indicator = b.indicator AND n.region_code = b.region_code
    WHERE
        n.indicator = $indicator AND n.year = $year AND b.year = $since
        AND n.num IS NOT NULL AND b.num IS NOT NULL
        AND position(',' || n.region_code || ',' IN $broken) = 0
),

descent AS (
    SELECT
        r.region_code,
        c.region_code AS part_code,
        c.region_code AS place_code
    FROM region AS r
    INNER JOIN pair AS p ON r.region_code = p.region_code AND p.is_sum
    INNER JOIN region AS c ON r.region_code = c.rollup_code
    WHERE $region IN (r.region_code, r.parent_code, r.rollup_code)
    UNION ALL
    SELECT
        d.region_code,
        d.part_code,
        c.region_code AS place_code
    FROM descent AS d
    INNER JOIN pair AS p ON d.place_code = p.region_code AND p.is_sum
    INNER JOIN region AS c ON d.place_code = c.rollup_code
)

SELECT
    d.region_code,
    d.part_code,
    sum(p.num) AS num,
    sum(p.den) AS den,
    sum(p.num_before) AS num_before,
    sum(p.den_before) AS den_before,
    any_value(coalesce(w.den_before, w.num_before)) AS whole_before,
    CASE WHEN bool_and(p.is_demonstration) = bool_or(p.is_demonstration) THEN bool_or(p.is_demonstration) END
        AS is_demonstration
FROM descent AS d
INNER JOIN pair AS p ON d.place_code = p.region_code AND p.is_comparable
INNER JOIN pair AS w ON d.region_code = w.region_code
GROUP BY d.region_code, d.part_code
ORDER BY d.region_code, d.part_code
