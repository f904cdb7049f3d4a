-- like_for_like: the figures of a region that stand in two years and can be compared, added up by the regions directly below
-- A sum is taken apart down to own figures. A part of a year, in a sum or by itself, is set against the
-- same quarters or months of the earlier one. Left out are places that reported in one of the years only, bounds, a whole
-- year against a part of one, demonstration figures beside real ones, series with a break, an own figure against a sum,
-- and what is withheld because a confidential figure would follow.
-- grain:   one row per region ($region or a direct child) and region directly below it of which anything can be compared
-- params:  $region (region code), $indicator (code), $year, $since (years),
-- params:  $broken (',code,code,': regions whose own series has a break between the years)
-- columns: region_code, part_code, num, den (of $year: the value, or a rate's numerator and denominator), num_before,
-- columns: den_before (of $since), carried_before (of the places' own num, or den, of the whole of $since), whole_before
-- columns: (that of the region), is_demonstration (all of it; NULL where only some is)
WITH RECURSIVE code AS (
    SELECT
        i.indicator,
        i.measure,
        FALSE AS is_den
    FROM indicator AS i
    WHERE i.indicator = $indicator AND i.region_rule <> 'ratio'
    UNION ALL
    SELECT
        i.indicator,
        i.measure,
        i.indicator = r.denominator
    FROM indicator AS r
    INNER JOIN indicator AS i ON i.indicator IN (r.numerator, r.denominator)
    WHERE r.indicator = $indicator AND r.region_rule = 'ratio'
),

pair AS (
    SELECT
        n.region_code,
        n.num,
        n.den,
        b.num AS num_before,
        b.den AS den_before,
        coalesce(b.den, b.num) AS carried_before,
        n.latest_period,
        n.is_demonstration,
        n.origin = 'children' AND b.origin = 'children' AS is_sum,
        n.origin <> 'children' AND b.origin <> 'children'
        AND n.is_demonstration = b.is_demonstration AND NOT n.is_mixed AND NOT b.is_mixed
        AND NOT has_flag(n.sum_flags | b.sum_flags, 'at_least')
        AND NOT has_flag(n.sum_flags | b.sum_flags, 'at_most')
        -- A change of some would tell of one among them that is withheld.
        AND NOT EXISTS (
            SELECT 1
            FROM suppression AS s
            WHERE
                s.region_code = n.region_code
                AND (s.indicator = $indicator OR s.indicator IN (SELECT c.indicator FROM code AS c))
                AND CAST(left(s.period, 4) AS INTEGER) IN ($year, $since)
        ) AS is_alike,
        has_flag(n.sum_flags, 'partial_year') AS is_part,
        has_flag(b.sum_flags, 'partial_year') AS was_part
    FROM figure AS n
    INNER JOIN figure AS b ON n.indicator = b.indicator AND n.region_code = b.region_code
    WHERE
        n.indicator = $indicator AND n.year = $year AND b.year = $since
        AND n.num IS NOT NULL AND b.num IS NOT NULL
        AND position(',' || n.region_code || ',' IN $broken) = 0
),

-- What a flow adds up, and the last of a stock, over the periods of both years.
part AS (
    SELECT
        p.region_code,
        substr(o.period, 6) AS within,
        o.year,
        c.is_den,
        c.measure,
        o.value
    FROM pair AS p
    INNER JOIN code AS c ON p.is_alike AND p.is_part
    INNER JOIN observation AS o
        ON
            c.indicator = o.indicator AND p.region_code = o.region_code AND o.year IN ($year, $since)
            AND o.frequency = CASE WHEN contains(p.latest_period, 'Q') THEN 'Q' ELSE 'M' END
            AND o.value IS NOT NULL
            AND (c.measure = 'flow' OR substr(o.period, 6) = substr(p.latest_period, 6))
            AND (o.year = $since OR period_rank(o.period) <= period_rank(p.latest_period))
    -- A number of the earlier year may be a bound where the whole year is none.
    WHERE o.status NOT IN ('at_least', 'at_most')
),

period AS (
    SELECT
        p.region_code,
        p.within,
        count(*) FILTER (WHERE p.year = $year) AS parts,
        count(*) FILTER (WHERE p.year = $since) AS parts_before
    FROM part AS p
    GROUP BY p.region_code, p.within
),

same_period AS (
    SELECT
        p.region_code,
        p.is_den,
        CASE p.measure
            WHEN 'flow' THEN sum(p.value) FILTER (WHERE p.year = $year)
            ELSE arg_max(p.value, p.within) FILTER (WHERE p.year = $year)
        END AS value,
        CASE p.measure
            WHEN 'flow' THEN sum(p.value) FILTER (WHERE p.year = $since)
            ELSE arg_max(p.value, p.within) FILTER (WHERE p.year = $since)
        END AS value_before
    FROM part AS p
    INNER JOIN period AS d ON p.region_code = d.region_code AND p.within = d.within
    WHERE d.parts > 0
    GROUP BY p.region_code, p.is_den, p.measure
),

own AS (
    SELECT
        p.region_code,
        p.num,
        p.den,
        p.num_before,
        p.den_before,
        p.carried_before,
        p.is_demonstration
    FROM pair AS p
    WHERE p.is_alike AND NOT p.is_part AND NOT p.was_part
    UNION ALL
    SELECT
        p.region_code,
        n.value,
        d.value,
        n.value_before,
        d.value_before,
        p.carried_before,
        p.is_demonstration
    FROM pair AS p
    INNER JOIN same_period AS n ON p.region_code = n.region_code AND NOT n.is_den
    LEFT JOIN same_period AS d ON p.region_code = d.region_code AND d.is_den
    -- Every period of the later year has its like, with as many parts, and they are what the figure is made of.
    WHERE
        NOT EXISTS (
            SELECT 1
            FROM period AS x
            WHERE x.region_code = p.region_code AND x.parts > 0 AND x.parts <> x.parts_before
        )
        AND abs(n.value - p.num) <= 0.000001 * abs(p.num)
        AND (p.den IS NULL OR abs(d.value - p.den) <= 0.000001 * abs(p.den))
),

both_years AS (
    SELECT DISTINCT
        n.region_code,
        n.rollup_code
    FROM rollup AS n
    INNER JOIN rollup AS b ON n.region_code = b.region_code AND n.rollup_code = b.rollup_code
    WHERE $year BETWEEN n.first_year AND n.last_year AND $since BETWEEN b.first_year AND b.last_year
),

descent AS (
    SELECT
        l.region_code,
        l.region_code AS part_code,
        l.region_code AS place_code
    FROM listing AS l
    INNER JOIN pair AS p ON l.region_code = p.region_code AND NOT p.is_sum AND p.is_part
    WHERE l.page_code = $region
    UNION ALL
    SELECT
        l.region_code,
        c.region_code AS part_code,
        c.region_code AS place_code
    FROM listing AS l
    INNER JOIN pair AS p ON l.region_code = p.region_code AND p.is_sum
    INNER JOIN both_years AS c ON l.region_code = c.rollup_code
    WHERE l.page_code = $region
    UNION ALL
    SELECT
        d.region_code,
        d.part_code,
        c.region_code AS place_code
    FROM descent AS d
    INNER JOIN pair AS p ON d.place_code = p.region_code AND p.is_sum
    INNER JOIN both_years AS c ON d.place_code = c.rollup_code
)

SELECT
    d.region_code,
    d.part_code,
    sum(p.num) AS num,
    sum(p.den) AS den,
    sum(p.num_before) AS num_before,
    sum(p.den_before) AS den_before,
    sum(p.carried_before) AS carried_before,
    any_value(w.carried_before) AS whole_before,
    CASE WHEN bool_and(p.is_demonstration) = bool_or(p.is_demonstration) THEN bool_or(p.is_demonstration) END
        AS is_demonstration
FROM descent AS d
INNER JOIN own AS p ON d.place_code = p.region_code
INNER JOIN pair AS w ON d.region_code = w.region_code
GROUP BY d.region_code, d.part_code
ORDER BY d.region_code, d.part_code
