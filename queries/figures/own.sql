-- own: what a region's own cells give for a year
-- grain:   one row per indicator, region and year
-- reads:   annual, indicator
-- columns: indicator, region_code, year, num, den, latest_period, status, upload_id, quality_flags
WITH answer AS (
    SELECT
        *,
        1 AS place
    FROM annual
    UNION ALL
    -- Parts that came by different periods still make a rate where both cover the whole year.
    SELECT
        i.indicator,
        a.region_code,
        a.year,
        any_value(a.num) FILTER (WHERE a.indicator = i.numerator),
        any_value(a.num) FILTER (WHERE a.indicator = i.denominator),
        any_value(a.latest_period) FILTER (WHERE a.indicator = i.numerator),
        CASE WHEN bool_or(a.indicator = i.numerator AND a.status = 'below_unit') THEN 'below_unit' ELSE 'final' END,
        max(a.upload_id),
        bit_or(CASE WHEN a.indicator = i.denominator THEN flip_bounds(a.quality_flags) ELSE a.quality_flags END),
        TRUE,
        2
    FROM annual AS a
    INNER JOIN indicator AS i ON a.indicator IN (i.numerator, i.denominator) AND i.region_rule = 'ratio'
    WHERE a.num IS NOT NULL AND a.is_whole_year
    GROUP BY i.indicator, a.region_code, a.year
    HAVING count(*) = 2
),

-- A rate of quarters would give away a part that is confidential for the year.
hidden AS (
    SELECT
        i.indicator,
        a.region_code,
        a.year
    FROM annual AS a
    INNER JOIN indicator AS i ON a.indicator IN (i.numerator, i.denominator) AND i.region_rule = 'ratio'
    WHERE a.status = 'confidential'
)

SELECT * EXCLUDE (is_whole_year, place)
FROM answer
ANTI JOIN hidden USING (indicator, region_code, year)
QUALIFY row_number() OVER (
    PARTITION BY indicator, region_code, year
    ORDER BY num IS NULL, is_whole_year DESC, place
) = 1
