-- summed: what the regions directly below add up to; a rate's parts are summed, never the rate
-- grain:   one row per touched figure that adds up over regions and of which any of them has a number
-- reads:   touched, indicator, rollup, figure (of the step below)
-- columns: indicator, region_code, year, num, den, latest_period, is_below_unit (all of them are), upload_id,
-- columns: quality_flags, reported_count, expected_count,
-- columns: reporters (the set itself: a region with all of its own parts counts like an own figure, another one with
-- columns: those that are in it, in brackets)
WITH part AS (
    SELECT
        y.region_code,
        y.year,
        r.region_code AS part_code,
        r.is_expected,
        count(*) FILTER (WHERE r.is_expected) OVER (PARTITION BY y.region_code, y.year) AS expected_count
    FROM (SELECT DISTINCT t.region_code, t.year FROM touched AS t) AS y
    INNER JOIN rollup AS r ON y.region_code = r.rollup_code AND y.year BETWEEN r.first_year AND r.last_year
),

added AS (
    SELECT
        f.indicator,
        p.region_code,
        f.year,
        sum(f.num) AS num,
        sum(f.den) FILTER (WHERE f.num IS NOT NULL) AS den,
        -- The year, where any of them covers all of it; their flags say that others do not.
        coalesce(
            arg_max(f.sum_period, period_rank(f.sum_period))
                FILTER (WHERE f.num IS NOT NULL AND NOT has_flag(f.sum_flags, 'partial_year')),
            arg_max(f.sum_period, period_rank(f.sum_period)) FILTER (WHERE f.num IS NOT NULL)
        ) AS latest_period,
        bool_and(f.status = 'below_unit') FILTER (WHERE f.num IS NOT NULL) AS is_below_unit,
        max(f.upload_id) FILTER (WHERE f.num IS NOT NULL) AS upload_id,
        count(*) FILTER (WHERE f.num IS NOT NULL AND p.is_expected) AS reported_count,
        any_value(p.expected_count)
        - count(*) FILTER (WHERE f.num IS NULL AND f.status = 'not_applicable' AND p.is_expected) AS expected_count,
        bit_or(f.sum_flags) FILTER (WHERE f.num IS NOT NULL) AS sum_flags,
        min(CASE WHEN has_flag(f.sum_flags, 'partial_year') THEN last_month(f.sum_period) ELSE 12 END)
            FILTER (WHERE f.num IS NOT NULL)
        < max(CASE WHEN has_flag(f.sum_flags, 'partial_year') THEN last_month(f.sum_period) ELSE 12 END)
            FILTER (WHERE f.num IS NOT NULL) AS is_uneven,
        string_agg(
            CASE
                WHEN has_flag(f.sum_flags, 'partial_coverage') AND f.reporters IS NOT NULL
                    THEN p.part_code || '(' || f.reporters || ')'
                ELSE p.part_code
            END,
            ',' ORDER BY p.part_code
        ) FILTER (WHERE f.num IS NOT NULL) AS reporters
    FROM touched AS t
    INNER JOIN indicator AS i ON t.indicator = i.indicator
    INNER JOIN part AS p ON t.region_code = p.region_code AND t.year = p.year
    INNER JOIN figure AS f ON t.indicator = f.indicator AND p.part_code = f.region_code AND t.year = f.year
    WHERE i.region_rule <> 'none'
    GROUP BY f.indicator, p.region_code, f.year
    HAVING count(f.num) > 0
)

SELECT
    * EXCLUDE (sum_flags, is_uneven),
    sum_flags
    | CASE WHEN reported_count < expected_count THEN quality_flag('partial_coverage') ELSE 0 END
    | CASE WHEN is_uneven THEN quality_flag('uneven_periods') ELSE 0 END AS quality_flags
FROM added
