-- reported_rate: what a region said of a rate itself: the rate, which stands beside the one made of its parts or alone
-- reported_rate: for its own region; or the state of a part, which is the rate's as well
-- grain:   one row per rate, region and year
-- reads:   cell, annual, indicator
-- columns: indicator, region_code, year, value (per cent; the year's own before that of its last quarter or month), status,
-- columns: latest_period, upload_id, quality_flags, has_answered_part (a part is confidential or
-- columns: not applicable), is_confidential (said of the rate for the year)
WITH opened AS (
    SELECT
        i.indicator AS rate,
        c.region_code,
        c.year
    FROM cell AS c
    INNER JOIN indicator AS i ON c.indicator IN (i.numerator, i.denominator) AND i.region_rule = 'ratio'
    GROUP BY i.indicator, c.region_code, c.year
    -- With one part the rate gives the other one away, also that of another period.
    HAVING bool_or(c.status = 'confidential') AND count(c.value) > 0
),

said AS (
    SELECT
        c.indicator,
        c.region_code,
        c.year,
        c.frequency,
        CASE WHEN p.rate IS NULL THEN c.value END AS value,
        CASE WHEN p.rate IS NULL THEN c.status ELSE 'confidential' END AS status,
        c.period AS latest_period,
        c.upload_id,
        -- A state that hides a number has none of its doubts.
        CASE
            WHEN p.rate IS NULL THEN c.quality_flags
            ELSE c.quality_flags & (quality_flag('demonstration') | quality_flag('real'))
        END
        -- A quarter's flow is not the year's; a stock at the end of the year is.
        | CASE
            WHEN c.frequency = 'A' OR (c.measure = 'stock' AND substr(c.period, 6) IN ('Q4', '12')) THEN 0
            ELSE quality_flag('partial_year')
        END AS quality_flags,
        FALSE AS is_of_part,
        c.frequency = 'A' AND c.status = 'confidential' AS is_said_confidential
    FROM cell AS c
    LEFT JOIN opened AS p ON c.indicator = p.rate AND c.region_code = p.region_code AND c.year = p.year
    WHERE c.region_rule = 'ratio'
    UNION ALL
    SELECT
        i.indicator,
        a.region_code,
        a.year,
        'A',
        NULL,
        a.status,
        CAST(a.year AS VARCHAR),
        a.upload_id,
        a.quality_flags,
        TRUE,
        FALSE
    FROM annual AS a
    INNER JOIN indicator AS i ON a.indicator IN (i.numerator, i.denominator) AND i.region_rule = 'ratio'
    WHERE a.num IS NULL AND a.status IN ('confidential', 'not_applicable')
)

SELECT
    * EXCLUDE (frequency, is_of_part, is_said_confidential),
    bool_or(is_of_part) OVER (PARTITION BY indicator, region_code, year) AS has_answered_part,
    bool_or(is_said_confidential) OVER (PARTITION BY indicator, region_code, year) AS is_confidential
FROM said
QUALIFY row_number() OVER (
    PARTITION BY indicator, region_code, year
    ORDER BY
        -- A year that is confidential stays so, whatever its quarters were.
        is_said_confidential DESC,
        value IS NULL,
        CASE WHEN value IS NULL THEN status_rank(status) END,
        frequency = 'A' DESC,
        has_flag(quality_flags, 'partial_year'),
        frequency DESC,
        period_rank(latest_period) DESC,
        quality_flags
) = 1
