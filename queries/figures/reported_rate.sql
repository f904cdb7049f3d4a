-- reported_rate: what a region said of a rate itself: the rate, which stands beside the one made of its parts or alone
-- reported_rate: for its own region; or that a part is confidential, which the rate would give away
-- grain:   one row per rate, region and year
-- reads:   cell, indicator
-- columns: indicator, region_code, year, value (per cent), status, latest_period, upload_id, quality_flags
WITH said AS (
    SELECT
        c.indicator AS rate,
        c.*
    FROM cell AS c
    WHERE c.region_rule = 'ratio' AND c.frequency = 'A'
    UNION ALL
    SELECT
        i.indicator AS rate,
        c.* REPLACE (NULL AS value)
    FROM cell AS c
    INNER JOIN indicator AS i ON c.indicator IN (i.numerator, i.denominator) AND i.region_rule = 'ratio'
    WHERE c.status = 'confidential' AND c.frequency = 'A'
)

SELECT
    s.rate AS indicator,
    s.region_code,
    s.year,
    max(s.value) AS value,
    coalesce(min(s.status) FILTER (WHERE s.value IS NOT NULL), min(s.status)) AS status,
    max(s.period) AS latest_period,
    max(s.upload_id) AS upload_id,
    bit_or(s.quality_flags) AS quality_flags
FROM said AS s
GROUP BY s.rate, s.region_code, s.year
