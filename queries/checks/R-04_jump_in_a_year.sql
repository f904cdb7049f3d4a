-- rule:     R-04 jump against the year before
-- severity: W
-- grain:    one row per figure
-- params:   none
-- columns:  address, heading, text, variant, place_zh, place_en, period, name_zh, name_en,
-- columns:  previous_value, after, is_money, total
WITH measured AS (
    SELECT
        h.position,
        h.frequency_no,
        h.ordinal,
        h.indicator_no,
        h.region_no,
        h.previous_value,
        h.value,
        i.is_rate
    FROM change AS h
    -- DuckDB 2.0.0 can fail when a small table carries texts through a long join (its issue 24807):
    -- only numbers and yes or no go through.
    JOIN (SELECT indicator_no, kind = 'rate' AS is_rate FROM catalogue_indicator) AS i
        ON i.indicator_no = h.indicator_no
    WHERE h.value IS NOT NULL AND h.previous_value IS NOT NULL
),
offender AS (
    SELECT m.*
    FROM measured AS m
    CROSS JOIN check_parameters AS o
    WHERE CASE
        -- A rate changes by points.
        WHEN m.is_rate THEN abs(m.value - m.previous_value) >= 20
        -- Few cases double easily; a zero after a large figure is V-14's.
        ELSE greatest(m.value, m.previous_value) >= 5
            AND m.value > 0
            AND m.previous_value > 0
            AND greatest(m.value, m.previous_value) * 100
                >= least(m.value, m.previous_value) * (100 + o.jump_pct)
    END
),
shown AS (
    SELECT * FROM offender ORDER BY position LIMIT (SELECT finding_limit FROM check_parameters)
)
SELECT
    c.address,
    c.heading,
    c.value_text AS text,
    CASE WHEN s.is_rate THEN 'rate' ELSE '' END AS variant,
    r.name_zh AS place_zh,
    r.name_en AS place_en,
    period_of(s.frequency_no, s.ordinal) AS period,
    i.name_zh,
    i.name_en,
    s.previous_value,
    s.value AS after,
    i.kind = 'money' AS is_money,
    (SELECT count(*) FROM offender) AS total
FROM shown AS s
JOIN cell AS c ON c.position = s.position
JOIN catalogue_indicator AS i ON i.indicator_no = s.indicator_no
JOIN catalogue_region AS r ON r.region_no = s.region_no
ORDER BY s.position
