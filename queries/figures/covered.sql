-- covered: how much of its whole a sum carries from which some are missing
-- A place that is missing weighs what it had when it was last known; where it never was, as much as its places at the
-- very bottom weigh among those of the others. What is itself a sum of some weighs its whole.
-- grain:   one row per touched sum that is not whole
-- reads:   summed, rollup, region, figure (of the step below, and of earlier years)
-- columns: indicator, region_code, year, coverage (share, of the value or of a rate's denominator), place_count,
-- columns: expected_places (places at the very bottom in it, and of all that it expects), knows_demonstration (of what
-- columns: was known before it)
WITH part AS (
    SELECT
        s.indicator,
        s.region_code,
        s.year,
        r.region_code AS part_code,
        f.num IS NOT NULL AS is_in,
        CASE WHEN f.num IS NOT NULL THEN abs(coalesce(f.den, f.num)) END AS carried,
        carried / coalesce(nullif(f.coverage, 0), 1) AS weight,
        coalesce(f.expected_places, p.place_count) AS places,
        coalesce(f.place_count, p.place_count) AS places_in
    FROM summed AS s
    INNER JOIN rollup AS r
        ON s.region_code = r.rollup_code AND s.year BETWEEN r.first_year AND r.last_year AND r.is_expected
    INNER JOIN region AS p ON r.region_code = p.region_code
    LEFT JOIN figure AS f ON s.indicator = f.indicator AND r.region_code = f.region_code AND s.year = f.year
    WHERE
        has_flag(s.quality_flags, 'partial_coverage')
        AND (f.num IS NOT NULL OR f.status IS DISTINCT FROM 'not_applicable')
),

last_known AS (
    SELECT
        p.indicator,
        p.region_code,
        p.year,
        p.part_code,
        arg_max(abs(coalesce(f.den, f.num)) / coalesce(nullif(f.coverage, 0), 1), f.year)
            FILTER (WHERE f.num IS NOT NULL) AS weight,
        bool_or(f.knows_demonstration) AS knows_demonstration
    FROM part AS p
    INNER JOIN figure AS f
        ON p.indicator = f.indicator AND p.part_code = f.region_code AND p.year > f.year
    WHERE NOT p.is_in
    GROUP BY p.indicator, p.region_code, p.year, p.part_code
),

totals AS (
    SELECT
        p.indicator,
        p.region_code,
        p.year,
        sum(p.carried) FILTER (WHERE p.is_in) AS carried,
        sum(coalesce(p.weight, k.weight)) AS known_weight,
        sum(p.places) FILTER (WHERE p.weight IS NOT NULL OR k.weight IS NOT NULL) AS known_places,
        sum(p.places) AS expected_places,
        coalesce(sum(p.places_in) FILTER (WHERE p.is_in), 0) AS place_count,
        coalesce(bool_or(k.knows_demonstration), FALSE) AS knows_demonstration
    FROM part AS p
    LEFT JOIN last_known AS k USING (indicator, region_code, year, part_code)
    GROUP BY p.indicator, p.region_code, p.year
)

SELECT
    t.indicator,
    t.region_code,
    t.year,
    CASE
        WHEN t.known_weight > 0 THEN t.carried / (t.known_weight / t.known_places * t.expected_places)
        ELSE t.place_count / t.expected_places
    END AS coverage,
    t.place_count,
    t.expected_places,
    t.knows_demonstration
FROM totals AS t
