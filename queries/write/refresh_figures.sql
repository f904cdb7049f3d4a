-- refresh_figures: the rules of the numbers, for the figures in touched, which are of one step
-- grain:   one row per touched indicator, region and year where anything is known
-- params:  $coverage_pct (int)
-- The steps below are up to date.
-- Over time: a flow sums over the year's periods, a stock takes the last one.
-- Over regions: a region's own figure wins; without one the sum of its children stands in, with its
-- coverage, and is withheld below $coverage_pct. A rate is recomputed from summed parts, never averaged.
INSERT INTO figure
WITH needed AS (
    SELECT
        t.indicator,
        t.region_code,
        t.year
    FROM touched AS t
    UNION
    SELECT
        p.indicator,
        t.region_code,
        t.year
    FROM touched AS t
    INNER JOIN indicator AS i ON t.indicator = i.indicator AND i.region_rule = 'ratio'
    INNER JOIN indicator AS p ON p.indicator IN (i.numerator, i.denominator)
),

cell AS (
    SELECT
        o.indicator,
        o.region_code,
        o.period,
        o.year,
        o.frequency,
        i.measure,
        i.region_rule,
        -- Below the smallest unit is known to be almost nothing: it is shown as a state and adds nothing.
        CASE WHEN o.status = 'below_unit' THEN 0 ELSE o.value END AS value,
        o.status,
        o.upload_id,
        CASE o.status
            WHEN 'provisional' THEN quality_flag('provisional')
            WHEN 'estimate' THEN quality_flag('estimate')
            WHEN 'below_unit' THEN quality_flag('estimate')
            WHEN 'at_least' THEN quality_flag('at_least')
            ELSE 0
        END
        | CASE WHEN o.is_revised THEN quality_flag('revised') ELSE 0 END
        -- Both flags travel up, so that a figure made of real and of demonstration figures is known.
        | CASE WHEN o.is_demonstration THEN quality_flag('demonstration') ELSE quality_flag('real') END
            AS quality_flags
    FROM observation AS o
    INNER JOIN needed AS n
        ON o.indicator = n.indicator AND o.region_code = n.region_code AND o.year = n.year
    INNER JOIN indicator AS i ON o.indicator = i.indicator
),

-- A plain figure has a numerator only; a rate has both parts, of the same region and period.
part AS (
    SELECT
        c.indicator,
        c.region_code,
        c.period,
        c.year,
        c.frequency,
        c.measure AS num_measure,
        '' AS den_measure,
        c.value AS num,
        CAST(NULL AS DOUBLE) AS den,
        c.status,
        c.upload_id,
        c.quality_flags
    FROM cell AS c
    WHERE c.region_rule <> 'ratio'
    UNION ALL
    SELECT
        s.indicator,
        c.region_code,
        c.period,
        c.year,
        c.frequency,
        max(CASE WHEN c.indicator = s.numerator THEN c.measure END) AS num_measure,
        max(CASE WHEN c.indicator = s.denominator THEN c.measure END) AS den_measure,
        max(CASE WHEN c.indicator = s.numerator THEN c.value END) AS num,
        max(CASE WHEN c.indicator = s.denominator THEN c.value END) AS den,
        'final' AS status,
        max(c.upload_id) AS upload_id,
        bit_or(c.quality_flags) AS quality_flags
    FROM indicator AS s
    INNER JOIN cell AS c ON c.indicator IN (s.numerator, s.denominator)
    WHERE s.region_rule = 'ratio' AND c.value IS NOT NULL
    GROUP BY s.indicator, c.region_code, c.period, c.year, c.frequency
    HAVING count(*) = 2
),

-- Over time: a flow sums over the year's periods, a stock takes the last one.
sub_year AS (
    SELECT
        p.indicator,
        p.region_code,
        p.year,
        p.frequency,
        max(p.num_measure) AS num_measure,
        max(p.den_measure) AS den_measure,
        sum(p.num) AS num_sum,
        sum(p.den) AS den_sum,
        count(p.num) AS period_count,
        max(CASE WHEN p.num IS NOT NULL THEN p.period END) AS last_period,
        max(p.status) AS status,
        max(p.upload_id) AS upload_id,
        bit_or(p.quality_flags) AS quality_flags
    FROM part AS p
    WHERE p.frequency <> 'A'
    GROUP BY p.indicator, p.region_code, p.year, p.frequency
),

sub_annual AS (
    SELECT
        y.indicator,
        y.region_code,
        y.year,
        y.frequency,
        CASE WHEN y.num_measure = 'flow' THEN y.num_sum ELSE p.num END AS num,
        CASE WHEN y.den_measure = 'flow' THEN y.den_sum ELSE p.den END AS den,
        y.last_period AS latest_period,
        CASE WHEN y.num_measure = 'stock' THEN coalesce(p.status, y.status) ELSE y.status END AS status,
        y.upload_id,
        -- A stock has the flags of its own period, a flow those of all that is in it.
        CASE
            WHEN y.num_measure = 'stock' AND y.den_measure <> 'flow' THEN coalesce(p.quality_flags, y.quality_flags)
            ELSE y.quality_flags
        END AS quality_flags,
        CASE
            WHEN y.last_period IS NULL THEN 0
            WHEN (y.num_measure = 'flow' OR y.den_measure = 'flow')
                AND y.period_count < CASE WHEN y.frequency = 'Q' THEN 4 ELSE 12 END THEN 1
            WHEN substr(y.last_period, 6) NOT IN ('Q4', '12') THEN 1
            ELSE 0
        END AS is_partial_year
    FROM sub_year AS y
    LEFT JOIN part AS p
        ON
            y.indicator = p.indicator
            AND y.region_code = p.region_code
            AND y.last_period = p.period
),

-- Of quarters and months the ones with a number, then the complete ones, then the quarters.
sub_chosen AS (
    SELECT
        s.indicator,
        s.region_code,
        s.year,
        s.num,
        s.den,
        s.latest_period,
        s.status,
        s.upload_id,
        s.quality_flags,
        s.is_partial_year,
        row_number() OVER (
            PARTITION BY s.indicator, s.region_code, s.year
            ORDER BY CASE WHEN s.num IS NULL THEN 1 ELSE 0 END, s.is_partial_year, s.frequency DESC
        ) AS place
    FROM sub_annual AS s
),

-- A number wins over a state, and the year's own row over its quarters and months.
annual AS (
    SELECT
        p.indicator,
        p.region_code,
        p.year,
        p.num,
        p.den,
        p.period AS latest_period,
        p.status,
        p.upload_id,
        p.quality_flags,
        0 AS is_partial_year
    FROM part AS p
    LEFT JOIN sub_chosen AS s
        ON
            p.indicator = s.indicator AND p.region_code = s.region_code AND p.year = s.year
            AND s.place = 1 AND s.num IS NOT NULL
    WHERE p.frequency = 'A' AND (p.num IS NOT NULL OR s.indicator IS NULL)
    UNION ALL
    SELECT
        s.indicator,
        s.region_code,
        s.year,
        s.num,
        s.den,
        coalesce(s.latest_period, CAST(s.year AS VARCHAR)) AS latest_period,
        s.status,
        s.upload_id,
        s.quality_flags | CASE WHEN s.is_partial_year = 1 THEN quality_flag('partial_year') ELSE 0 END
            AS quality_flags,
        s.is_partial_year
    FROM sub_chosen AS s
    LEFT JOIN part AS p
        ON
            s.indicator = p.indicator AND s.region_code = p.region_code AND s.year = p.year
            AND p.frequency = 'A' AND (p.num IS NOT NULL OR s.num IS NULL)
    WHERE s.place = 1 AND p.indicator IS NULL
),

own AS (
    SELECT
        a.indicator,
        a.region_code,
        a.year,
        a.num,
        a.den,
        a.latest_period,
        a.status,
        a.upload_id,
        a.quality_flags
    FROM annual AS a
    UNION ALL
    -- Parts that came by different periods still make a rate where both cover the whole year.
    SELECT
        s.indicator,
        a.region_code,
        a.year,
        max(CASE WHEN a.indicator = s.numerator THEN a.num END) AS num,
        max(CASE WHEN a.indicator = s.denominator THEN a.num END) AS den,
        max(CASE WHEN a.indicator = s.numerator THEN a.latest_period END) AS latest_period,
        'final' AS status,
        max(a.upload_id) AS upload_id,
        bit_or(a.quality_flags) AS quality_flags
    FROM indicator AS s
    INNER JOIN annual AS a ON a.indicator IN (s.numerator, s.denominator)
    LEFT JOIN annual AS r
        ON s.indicator = r.indicator AND a.region_code = r.region_code AND a.year = r.year
    WHERE
        s.region_rule = 'ratio' AND a.num IS NOT NULL AND a.is_partial_year = 0
        AND r.indicator IS NULL
    GROUP BY s.indicator, a.region_code, a.year
    HAVING count(*) = 2
),

summed AS (
    SELECT
        f.indicator,
        r.rollup_code AS region_code,
        f.year,
        sum(f.num) AS num,
        sum(CASE WHEN f.num IS NOT NULL THEN f.den END) AS den,
        max(CASE WHEN f.num IS NOT NULL THEN f.latest_period END) AS latest_period,
        max(CASE WHEN f.num IS NOT NULL THEN f.upload_id END) AS upload_id,
        bit_or(CASE WHEN f.num IS NOT NULL THEN f.sum_flags ELSE 0 END) AS quality_flags,
        sum(CASE WHEN f.num IS NOT NULL AND r.is_expected THEN 1 ELSE 0 END) AS reported_count,
        max(p.expected_children)
        - sum(CASE WHEN f.num IS NULL AND f.status = 'not_applicable' AND r.is_expected THEN 1 ELSE 0 END)
            AS expected_count,
        -- The set itself: a part that is the sum of all its own parts counts like an own figure, another
        -- one with those that are in it.
        string_agg(
            CASE
                WHEN has_flag(f.sum_flags, 'partial_coverage') AND f.reporters IS NOT NULL
                    THEN r.region_code || '(' || f.reporters || ')'
                ELSE r.region_code
            END,
            ',' ORDER BY r.region_code
        ) FILTER (WHERE f.num IS NOT NULL) AS reporters
    FROM touched AS t
    INNER JOIN region AS r ON t.region_code = r.rollup_code
    INNER JOIN region AS p ON t.region_code = p.region_code
    INNER JOIN figure AS f ON t.indicator = f.indicator AND r.region_code = f.region_code AND t.year = f.year
    INNER JOIN indicator AS i ON t.indicator = i.indicator
    WHERE i.region_rule <> 'none'
    GROUP BY f.indicator, r.rollup_code, f.year
    HAVING count(f.num) > 0
),

-- What a region said of a rate itself: an uploaded rate, which stands beside the one recomputed from
-- its parts or alone for its own region; or a part that is confidential, which the rate would give away.
said AS (
    SELECT
        c.indicator,
        c.region_code,
        c.year,
        c.period,
        c.value,
        c.status,
        c.upload_id,
        c.quality_flags
    FROM cell AS c
    WHERE c.region_rule = 'ratio' AND c.frequency = 'A'
    UNION ALL
    SELECT
        i.indicator,
        c.region_code,
        c.year,
        c.period,
        CAST(NULL AS DOUBLE) AS value,
        c.status,
        c.upload_id,
        c.quality_flags
    FROM cell AS c
    INNER JOIN indicator AS i ON c.indicator IN (i.numerator, i.denominator) AND i.region_rule = 'ratio'
    WHERE c.status = 'confidential' AND c.frequency = 'A'
),

reported_rate AS (
    SELECT
        s.indicator,
        s.region_code,
        s.year,
        max(s.period) AS period,
        max(s.value) AS value,
        coalesce(min(CASE WHEN s.value IS NOT NULL THEN s.status END), min(s.status)) AS status,
        max(s.upload_id) AS upload_id,
        bit_or(s.quality_flags) AS quality_flags
    FROM said AS s
    GROUP BY s.indicator, s.region_code, s.year
),

joined AS (
    SELECT
        t.indicator,
        t.region_code,
        t.year,
        i.factor,
        i.decimals,
        i.region_rule = 'ratio' AS is_rate,
        o.status AS own_status,
        o.num IS NOT NULL AS has_own,
        -- Confidential and not applicable are a region's own answer: no sum is put in its place.
        s.num IS NOT NULL AND o.num IS NULL
        AND coalesce(o.status, '') NOT IN ('confidential', 'not_applicable')
        AND coalesce(r.status, '') NOT IN ('confidential', 'not_applicable') AS has_sum,
        s.reported_count * 100 >= s.expected_count * $coverage_pct AND s.reported_count > 0 AS is_covered,
        o.num AS own_num,
        o.den AS own_den,
        s.num AS sum_num,
        s.den AS sum_den,
        o.latest_period AS own_period,
        s.latest_period AS sum_period,
        o.upload_id AS own_upload,
        s.upload_id AS sum_upload,
        o.quality_flags AS own_flags,
        s.quality_flags
        | CASE WHEN s.reported_count < s.expected_count THEN quality_flag('partial_coverage') ELSE 0 END
            AS summed_flags,
        s.reported_count,
        s.expected_count,
        s.reporters,
        r.value AS rate_value,
        r.status AS rate_status,
        r.period AS rate_period,
        r.upload_id AS rate_upload,
        r.quality_flags AS rate_flags
    FROM touched AS t
    INNER JOIN indicator AS i ON t.indicator = i.indicator
    LEFT JOIN own AS o ON t.indicator = o.indicator AND t.region_code = o.region_code AND t.year = o.year
    LEFT JOIN summed AS s ON t.indicator = s.indicator AND t.region_code = s.region_code AND t.year = s.year
    LEFT JOIN reported_rate AS r
        ON t.indicator = r.indicator AND t.region_code = r.region_code AND t.year = r.year
),

chosen AS (
    SELECT
        j.indicator,
        j.region_code,
        j.year,
        j.factor,
        j.decimals,
        j.is_rate,
        CASE
            WHEN j.has_own THEN 'own'
            WHEN j.rate_value IS NOT NULL THEN 'reported'
            WHEN j.has_sum THEN 'children'
            ELSE 'own'
        END AS origin,
        CASE WHEN j.has_own THEN j.own_num WHEN j.has_sum AND j.is_covered THEN j.sum_num END AS num,
        CASE WHEN j.has_own THEN j.own_den WHEN j.has_sum AND j.is_covered THEN j.sum_den END AS den,
        j.own_status,
        j.rate_value,
        j.rate_status,
        CASE
            WHEN j.has_own THEN j.own_flags
            WHEN j.rate_value IS NOT NULL THEN j.rate_flags
            WHEN j.has_sum THEN j.summed_flags
            ELSE coalesce(j.own_flags, j.rate_flags, 0)
        END AS quality_flags,
        CASE WHEN j.has_own THEN j.own_flags WHEN j.has_sum THEN j.summed_flags ELSE 0 END AS sum_flags,
        CASE WHEN NOT j.has_own AND j.has_sum THEN j.reported_count END AS reported_count,
        CASE WHEN NOT j.has_own AND j.has_sum THEN j.expected_count END AS expected_count,
        CASE WHEN NOT j.has_own AND j.has_sum THEN j.reporters END AS reporters,
        CASE
            WHEN j.has_own THEN j.own_period
            WHEN j.rate_value IS NOT NULL THEN j.rate_period
            WHEN j.has_sum THEN j.sum_period
            ELSE coalesce(j.own_period, j.rate_period)
        END AS latest_period,
        CASE
            WHEN j.has_own THEN j.own_upload
            WHEN j.rate_value IS NOT NULL THEN j.rate_upload
            WHEN j.has_sum THEN j.sum_upload
            ELSE coalesce(j.own_upload, j.rate_upload)
        END AS upload_id
    FROM joined AS j
    WHERE j.has_own OR j.has_sum OR j.own_status IS NOT NULL OR j.rate_status IS NOT NULL
),

valued AS (
    SELECT
        c.indicator,
        c.region_code,
        c.year,
        c.decimals,
        c.origin,
        c.num,
        c.den,
        c.own_status,
        c.rate_value,
        c.rate_status,
        c.quality_flags,
        c.sum_flags,
        c.reported_count,
        c.expected_count,
        c.reporters,
        c.latest_period,
        c.upload_id,
        CASE
            WHEN c.origin = 'own' AND c.own_status = 'below_unit' THEN NULL
            WHEN c.origin = 'reported' THEN c.rate_value
            WHEN c.is_rate THEN c.factor * c.num / nullif(c.den, 0)
            ELSE c.num
        END AS value
    FROM chosen AS c
),

flagged AS (
    SELECT
        v.indicator,
        v.region_code,
        v.year,
        v.value,
        v.origin,
        v.num,
        v.den,
        v.own_status,
        v.rate_value,
        v.rate_status,
        v.sum_flags,
        v.reported_count,
        v.expected_count,
        v.reporters,
        v.latest_period,
        v.upload_id,
        v.quality_flags
        | CASE
            WHEN v.origin = 'own' AND abs(v.rate_value - v.value) > 0.5 * power(10, -v.decimals) + 0.000001
                THEN quality_flag('recomputed')
            ELSE 0
        END AS flags
    FROM valued AS v
)

SELECT
    f.indicator,
    f.region_code,
    f.year,
    f.value,
    CASE
        WHEN f.value IS NULL AND f.origin = 'children' THEN 'withheld'
        WHEN f.value IS NULL AND f.own_status IN ('final', 'provisional', 'estimate', 'at_least') THEN 'not_applicable'
        WHEN f.value IS NULL THEN coalesce(f.own_status, f.rate_status)
        WHEN has_flag(f.flags, 'at_least') THEN 'at_least'
        WHEN has_flag(f.flags, 'estimate') THEN 'estimate'
        WHEN has_flag(f.flags, 'provisional') THEN 'provisional'
        ELSE 'final'
    END AS status,
    f.origin,
    name_flags(f.flags) AS quality_flags,
    has_flag(f.flags, 'demonstration') AS is_demonstration,
    has_flag(f.flags, 'demonstration') AND has_flag(f.flags, 'real') AS is_mixed,
    f.num,
    f.den,
    f.sum_flags,
    f.rate_value AS reported_value,
    CASE WHEN f.origin = 'children' THEN f.reported_count END AS reported_count,
    CASE WHEN f.origin = 'children' THEN f.expected_count END AS expected_count,
    -- Kept under an uploaded rate too: its region's sum goes on upwards.
    f.reporters,
    f.latest_period,
    f.upload_id
FROM flagged AS f
ORDER BY f.indicator, f.region_code, f.year
