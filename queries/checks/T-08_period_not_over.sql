-- rule:     T-08 newest period is provisional, or is not over yet
-- severity: W
-- grain:    one row per indicator and case
-- params:   none
-- columns:  address (first of them), text, cells, variant, period, name_zh, name_en
WITH newest AS (
    SELECT indicator_no, frequency_no, max(ordinal) AS ordinal
    FROM point
    GROUP BY indicator_no, frequency_no
),
ending AS (
    SELECT
        *,
        -- The first day after it; a year far off is T-04's.
        CASE frequency_no
            WHEN 0 THEN make_date(least(ordinal, 9000) + 1, 1, 1)
            WHEN 1 THEN make_date(least(ordinal // 4, 9000), ordinal % 4 * 3 + 1, 1)
                + INTERVAL 3 MONTH
            ELSE make_date(least(ordinal // 12, 9000), ordinal % 12 + 1, 1) + INTERVAL 1 MONTH
        END AS ends_on
    FROM newest
    WHERE ordinal > 0
),
doubtful AS (
    SELECT
        p.indicator_no,
        p.frequency_no,
        p.ordinal,
        CASE WHEN p.is_final THEN 'unfinished' ELSE '' END AS variant,
        min(p.position) AS position,
        count(*) AS cells
    FROM point AS p
    JOIN ending AS e
        ON e.indicator_no = p.indicator_no
        AND e.frequency_no = p.frequency_no
        AND e.ordinal = p.ordinal
    CROSS JOIN check_parameters AS o
    WHERE p.value IS NOT NULL
        AND p.is_exact
        AND (NOT p.is_final OR (
            e.ends_on > o.today
            AND CASE p.frequency_no WHEN 0 THEN p.ordinal WHEN 1 THEN p.ordinal // 4
                ELSE p.ordinal // 12 END <= year(o.today)
        ))
    GROUP BY p.indicator_no, p.frequency_no, p.ordinal, p.is_final
)
SELECT
    c.address,
    c.period_text AS text,
    d.cells,
    d.variant,
    period_of(d.frequency_no, d.ordinal) AS period,
    i.name_zh,
    i.name_en
FROM doubtful AS d
JOIN cell AS c ON c.position = d.position
JOIN catalogue_indicator AS i ON i.indicator_no = d.indicator_no
ORDER BY d.position, d.variant
