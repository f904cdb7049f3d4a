-- rule:     R-07 year that is not what its quarters or months say, quarter that is not its months
-- severity: W
-- grain:    one row per figure and kind of its parts
-- params:   none
-- columns:  address, heading, text, variant, place_zh, place_en, period, name_zh, name_en,
-- columns:  stated, parts_sum, highest, parts, is_money, total
-- A flow is the sum of its parts; of a stock the last part says the same. Where parts are missing, a
-- flow is no less than those that are there, and not five times what they let expect. A rate of a
-- flow lies between the lowest and the highest of its parts.
WITH pair AS (
    SELECT
        s.parts,
        s.expected,
        s.total,
        s.last_value,
        s.last_no = s.expected - 1 AS has_last,
        s.lowest,
        s.highest,
        w.value,
        s.key,
        coalesce(p.position, s.position) AS position,
        i.is_rate,
        i.is_flow,
        1e-9 * abs(w.value) + coalesce(p.precision, 0) + coalesce(s.precision, 0)
            + CASE WHEN i.is_rate THEN 0.05 ELSE 0 END AS leeway
    FROM part_sum AS s
    JOIN series AS w ON w.key = s.key
    JOIN (
        SELECT
            indicator_no,
            kind = 'rate' AS is_rate,
            measure = 'flow' AS is_flow
        FROM catalogue_indicator
    ) AS i ON i.indicator_no = indicator_of(s.key)
    LEFT JOIN point AS p ON p.key = s.key
    WHERE w.value IS NOT NULL AND (p.key IS NOT NULL OR s.is_new)
),
judged AS (
    SELECT
        p.*,
        CASE
            WHEN p.is_rate AND p.is_flow THEN CASE
                WHEN p.parts = p.expected
                    AND (p.value < p.lowest - p.leeway OR p.value > p.highest + p.leeway)
                    THEN 'range'
            END
            WHEN NOT p.is_flow AND p.has_last THEN CASE
                WHEN abs(p.value - p.last_value) > p.leeway THEN 'last'
            END
            WHEN NOT p.is_flow THEN CASE
                WHEN p.is_rate AND abs(p.value - p.last_value) >= 20 THEN 'last'
                WHEN NOT p.is_rate
                    AND greatest(p.value, p.last_value) >= 5
                    AND greatest(p.value, p.last_value) * 100
                        >= least(p.value, p.last_value) * (100 + o.jump_pct)
                    THEN 'last'
            END
            WHEN p.parts = p.expected THEN CASE
                WHEN abs(p.value - p.total) > p.leeway THEN 'sum'
            END
            WHEN p.value < p.total - p.leeway THEN 'partial'
            WHEN p.parts * 2 >= p.expected
                AND p.value >= 5
                AND p.value * p.parts > 5 * p.total * p.expected
                THEN 'partial'
        END AS variant
    FROM pair AS p
    CROSS JOIN check_parameters AS o
),
offender AS (
    SELECT * FROM judged WHERE variant IS NOT NULL
),
shown AS (
    SELECT * FROM offender ORDER BY position, key LIMIT (SELECT finding_limit FROM check_parameters)
)
SELECT
    c.address,
    c.heading,
    c.value_text AS text,
    nullif(s.variant, 'sum') AS variant,
    r.name_zh AS place_zh,
    r.name_en AS place_en,
    period_of(frequency_of(s.key), ordinal_of(s.key)) AS period,
    i.name_zh,
    i.name_en,
    s.value AS stated,
    CASE s.variant WHEN 'last' THEN s.last_value WHEN 'range' THEN s.lowest ELSE s.total END
        AS parts_sum,
    s.highest,
    s.parts,
    i.kind = 'money' AS is_money,
    (SELECT count(*) FROM offender) AS total
FROM shown AS s
JOIN cell AS c ON c.position = s.position
JOIN catalogue_indicator AS i ON i.indicator_no = indicator_of(s.key)
JOIN catalogue_region AS r ON r.region_no = region_of(s.key)
ORDER BY s.position, s.key
