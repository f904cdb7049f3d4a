-- chosen: a region's own figure before the rate that it reported, before the sum of the regions below
-- grain:   one row per touched figure of which anything is known
-- reads:   touched, own, summed, covered, reported_rate, demonstrated
-- params:  $coverage_pct (per cent of the regions expected, and of what they weigh together, that must be in a sum,
-- params:  which is withheld otherwise)
-- columns: indicator, region_code, year, origin (own, reported, children), num, den (what goes on upwards), sum_flags, sum_period
-- columns: (theirs), own_status (below_unit of a sum too), rate_value, rate_status, quality_flags, latest_period, upload_id, reported_count,
-- columns: expected_count, reporters, coverage, place_count,
-- columns: expected_places (of a sum that goes on upwards), knows_demonstration
WITH known AS (
    SELECT
        t.indicator,
        t.region_code,
        t.year,
        o.num IS NOT NULL AS has_own,
        r.value IS NOT NULL AS has_rate,
        -- A rate reported for the whole year stands before one made of a part of it.
        has_own AND NOT (
            has_rate
            AND has_flag(o.quality_flags, 'partial_year')
            AND NOT has_flag(r.quality_flags, 'partial_year')
        ) AND NOT coalesce(r.is_confidential, FALSE) AS shows_own,
        -- Confidential and not applicable are a region's own answer: no sum is put in its place.
        s.num IS NOT NULL AND NOT has_own
        AND coalesce(o.status, '') NOT IN ('confidential', 'not_applicable')
        AND coalesce(r.status, '') NOT IN ('confidential', 'not_applicable')
        AND NOT coalesce(r.has_answered_part, FALSE) AS has_sum,
        CASE WHEN shows_own THEN 'own' WHEN has_rate OR has_own THEN 'reported' WHEN has_sum THEN 'children' ELSE 'own' END AS origin,
        s.reported_count * 100 >= s.expected_count * $coverage_pct AND s.reported_count > 0
        AND coalesce(w.coverage * 100 >= $coverage_pct - 0.000001, TRUE) AS is_covered,
        o,
        s,
        w,
        r,
        d.indicator IS NOT NULL OR coalesce(w.knows_demonstration, FALSE) AS knows_demonstration
    FROM touched AS t
    LEFT JOIN own AS o USING (indicator, region_code, year)
    LEFT JOIN summed AS s USING (indicator, region_code, year)
    LEFT JOIN covered AS w USING (indicator, region_code, year)
    LEFT JOIN reported_rate AS r USING (indicator, region_code, year)
    LEFT JOIN demonstrated AS d USING (indicator, region_code, year)
)

SELECT
    k.indicator,
    k.region_code,
    k.year,
    k.origin,
    CASE WHEN k.has_own THEN k.o.num WHEN k.has_sum AND k.is_covered THEN k.s.num END AS num,
    CASE WHEN k.has_own THEN k.o.den WHEN k.has_sum AND k.is_covered THEN k.s.den END AS den,
    CASE WHEN k.has_own THEN k.o.quality_flags WHEN k.has_sum THEN k.s.quality_flags ELSE 0 END AS sum_flags,
    CASE WHEN k.origin = 'children' AND k.s.is_below_unit THEN 'below_unit' ELSE k.o.status END AS own_status,
    -- Beside a rate made of its parts only where both are of the whole year: others need not agree.
    CASE
        WHEN
            k.origin = 'reported'
            OR NOT has_flag(k.o.quality_flags | k.r.quality_flags, 'partial_year')
            THEN k.r.value
    END AS rate_value,
    k.r.status AS rate_status,
    CASE k.origin
        WHEN 'reported' THEN k.r.quality_flags
        WHEN 'children' THEN k.s.quality_flags
        ELSE coalesce(k.o.quality_flags, k.r.quality_flags)
    END AS quality_flags,
    CASE k.origin
        WHEN 'reported' THEN k.r.latest_period
        WHEN 'children' THEN k.s.latest_period
        ELSE coalesce(k.o.latest_period, k.r.latest_period)
    END AS latest_period,
    CASE k.origin
        WHEN 'reported' THEN k.r.upload_id
        WHEN 'children' THEN k.s.upload_id
        ELSE coalesce(k.o.upload_id, k.r.upload_id)
    END AS upload_id,
    CASE WHEN k.has_sum THEN k.s.reported_count END AS reported_count,
    CASE WHEN k.has_sum THEN k.s.expected_count END AS expected_count,
    CASE WHEN k.has_own THEN k.o.latest_period WHEN k.has_sum THEN k.s.latest_period END AS sum_period,
    CASE WHEN k.has_sum THEN k.s.reporters END AS reporters,
    CASE WHEN k.has_sum THEN k.w.coverage END AS coverage,
    CASE WHEN k.has_sum THEN k.w.place_count END AS place_count,
    CASE WHEN k.has_sum THEN k.w.expected_places END AS expected_places,
    k.knows_demonstration
FROM known AS k
WHERE k.has_own OR k.has_sum OR k.o.status IS NOT NULL OR k.r.status IS NOT NULL
