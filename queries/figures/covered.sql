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
        p.place_count
    FROM summed AS s
    INNER JOIN rollup AS r
        ON s.region_code = r.rollup_code AND s.year BETWEEN r.first_year AND r.last_year AND r.is_expected
    INNER JOIN region AS p ON r.region_code = p.region_code
    WHERE has_flag(s.quality_flags, 'partial_coverage')
),

-- One look at the figures for this year and those before it: they are many, the parts few.
known AS (
    SELECT
        p.indicator,
        p.region_code,
        p.year,
        p.part_code,
        max(abs(coalesce(f.den, f.num))) FILTER (WHERE f.year = p.year AND f.num IS NOT NULL) AS carried,
        bool_or(f.num IS NULL AND f.status = 'not_applicable') FILTER (WHERE f.year = p.year) AS is_beside,
        max(f.expected_places) FILTER (WHERE f.year = p.year) AS expected_places,
        max(f.place_count) FILTER (WHERE f.year = p.year) AS places_in,
        -- This year's where there is one.
        arg_max(abs(coalesce(f.den, f.num)) / coalesce(nullif(f.coverage, 0), 1), f.year)
            FILTER (WHERE f.num IS NOT NULL) AS weight,
        bool_or(f.knows_demonstration) FILTER (WHERE f.year < p.year) AS knows_demonstration
    FROM part AS p
    INNER JOIN figure AS f ON p.indicator = f.indicator AND p.part_code = f.region_code AND p.year >= f.year
    GROUP BY p.indicator, p.region_code, p.year, p.part_code
),

totals AS (
    SELECT
        p.indicator,
        p.region_code,
        p.year,
        sum(k.carried) AS carried,
        sum(k.weight) AS known_weight,
        sum(coalesce(k.expected_places, p.place_count)) FILTER (WHERE k.weight IS NOT NULL) AS known_places,
        sum(coalesce(k.expected_places, p.place_count)) AS expected_places,
        coalesce(sum(coalesce(k.places_in, p.place_count)) FILTER (WHERE k.carried IS NOT NULL), 0) AS place_count,
        coalesce(bool_or(k.knows_demonstration) FILTER (WHERE k.carried IS NULL), FALSE) AS knows_demonstration
    FROM part AS p
    LEFT JOIN known AS k USING (indicator, region_code, year, part_code)
    WHERE NOT coalesce(k.is_beside, FALSE)
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
