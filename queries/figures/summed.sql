-- summed: what the regions directly below add up to; a rate's parts are summed, never the rate
-- grain:   one row per touched figure that adds up over regions and of which any of them has a number
-- reads:   touched, indicator, region, figure (of the step below)
-- columns: indicator, region_code, year, num, den, latest_period, is_below_unit (all of them are), upload_id,
-- columns: quality_flags, reported_count, expected_count,
-- columns: reporters (the set itself: a region with all of its own parts counts like an own figure, another one with
-- columns: those that are in it, in brackets)
WITH added AS (
    SELECT
        f.indicator,
        r.rollup_code AS region_code,
        f.year,
        sum(f.num) AS num,
        sum(f.den) FILTER (WHERE f.num IS NOT NULL) AS den,
        -- The year, where any of them covers all of it; their flags say that others do not.
        coalesce(
            arg_max(f.latest_period, period_rank(f.latest_period))
                FILTER (WHERE f.num IS NOT NULL AND NOT has_flag(f.sum_flags, 'partial_year')),
            arg_max(f.latest_period, period_rank(f.latest_period)) FILTER (WHERE f.num IS NOT NULL)
        ) AS latest_period,
        bool_and(f.status = 'below_unit') FILTER (WHERE f.num IS NOT NULL) AS is_below_unit,
        max(f.upload_id) FILTER (WHERE f.num IS NOT NULL) AS upload_id,
        count(*) FILTER (WHERE f.num IS NOT NULL AND r.is_expected) AS reported_count,
        any_value(p.expected_children)
        - count(*) FILTER (WHERE f.num IS NULL AND f.status = 'not_applicable' AND r.is_expected) AS expected_count,
        bit_or(f.sum_flags) FILTER (WHERE f.num IS NOT NULL) AS sum_flags,
        string_agg(
            CASE
                WHEN has_flag(f.sum_flags, 'partial_coverage') AND f.reporters IS NOT NULL
                    THEN r.region_code || '(' || f.reporters || ')'
                ELSE r.region_code
            END,
            ',' ORDER BY r.region_code
        ) FILTER (WHERE f.num IS NOT NULL) AS reporters
    FROM touched AS t
    INNER JOIN indicator AS i ON t.indicator = i.indicator
    INNER JOIN region AS p ON t.region_code = p.region_code
    INNER JOIN region AS r ON t.region_code = r.rollup_code
    INNER JOIN figure AS f ON t.indicator = f.indicator AND r.region_code = f.region_code AND t.year = f.year
    WHERE i.region_rule <> 'none'
    GROUP BY f.indicator, r.rollup_code, f.year
    HAVING count(f.num) > 0
)

SELECT
    * EXCLUDE (sum_flags),
    sum_flags
    | CASE WHEN reported_count < expected_count THEN quality_flag('partial_coverage') ELSE 0 END AS quality_flags
FROM added
