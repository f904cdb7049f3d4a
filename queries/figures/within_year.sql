-- within_year: a year out of its quarters or months: a flow sums over them, a stock takes the last one
-- grain:   one row per indicator, region and year with quarters or months: those with a number before those without, a
-- grain:   whole year before a part of one, quarters before months
-- reads:   part
-- columns: indicator, region_code, year, num, den, latest_period (with a number; the year where there is none), status,
-- columns: upload_id, quality_flags, is_whole_year
WITH rolled AS (
    SELECT
        p.indicator,
        p.region_code,
        p.year,
        p.frequency,
        p.num_measure,
        p.den_measure,
        CASE WHEN p.num_measure = 'flow' THEN sum(p.num) ELSE arg_max(p.num, p.period) END AS num,
        CASE
            WHEN p.den_measure = 'flow' THEN sum(p.den)
            ELSE arg_max(p.den, p.period) FILTER (WHERE p.num IS NOT NULL)
        END AS den,
        count(p.num) AS period_count,
        max(p.period) FILTER (WHERE p.num IS NOT NULL) AS last_period,
        arg_max(p.status, p.period) FILTER (WHERE p.num IS NOT NULL) AS last_status,
        arg_max(p.quality_flags, p.period) FILTER (WHERE p.num IS NOT NULL) AS last_flags,
        -- A number before a state; of states the one that stands for them all.
        coalesce(
            min(p.status) FILTER (WHERE p.num IS NOT NULL AND p.status <> 'below_unit'),
            arg_min(p.status, status_rank(p.status)) FILTER (WHERE p.num IS NOT NULL),
            arg_min(p.status, status_rank(p.status))
        ) AS status,
        -- What adds nothing adds no doubt.
        coalesce(
            bit_or(p.quality_flags) FILTER (WHERE p.num IS NOT NULL),
            bit_or(p.quality_flags)
        ) AS quality_flags,
        max(p.upload_id) AS upload_id
    FROM part AS p
    WHERE p.frequency <> 'A'
    GROUP BY p.indicator, p.region_code, p.year, p.frequency, p.num_measure, p.den_measure
),

judged AS (
    SELECT
        r.* REPLACE (
            -- A stock has the state and the flags of its own period, a flow those of all that is in it.
            CASE WHEN r.num_measure = 'stock' THEN coalesce(r.last_status, r.status) ELSE r.status END AS status,
            CASE
                WHEN r.num_measure = 'stock' AND r.den_measure <> 'flow' THEN coalesce(r.last_flags, r.quality_flags)
                ELSE r.quality_flags
            END AS quality_flags
        ),
        r.last_period IS NULL
        OR (
            substr(r.last_period, 6) IN ('Q4', '12')
            AND (
                'flow' NOT IN (r.num_measure, r.den_measure)
                OR r.period_count = CASE WHEN r.frequency = 'Q' THEN 4 ELSE 12 END
            )
        ) AS is_whole_year,
        -- A flow that lacks a period before its last one.
        'flow' IN (r.num_measure, r.den_measure)
        AND r.period_count * CASE WHEN r.frequency = 'Q' THEN 3 ELSE 1 END < last_month(r.last_period) AS has_gap
    FROM rolled AS r
)

SELECT
    j.indicator,
    j.region_code,
    j.year,
    j.num,
    j.den,
    coalesce(j.last_period, CAST(j.year AS VARCHAR)) AS latest_period,
    j.status,
    j.upload_id,
    j.quality_flags
    | CASE WHEN j.is_whole_year THEN 0 ELSE quality_flag('partial_year') END
    | CASE WHEN j.has_gap THEN quality_flag('uneven_periods') ELSE 0 END AS quality_flags,
    j.is_whole_year
FROM judged AS j
QUALIFY row_number() OVER (
    PARTITION BY j.indicator, j.region_code, j.year
    ORDER BY
        j.num IS NULL,
        j.num IS NULL AND j.status = 'confidential' DESC,
        j.is_whole_year DESC,
        j.frequency DESC
) = 1
