-- rule:     C-02 published final figure revised by much
-- severity: W
-- grain:    one row per figure
-- params:   none
-- columns:  address, heading, text, variant, place_zh, place_en, period, name_zh, name_en,
-- columns:  old_value, new_value, is_money, total
WITH revised AS NOT MATERIALIZED (
    SELECT
        k.address,
        k.indicator,
        k.region_code,
        k.period,
        k.old_value,
        k.new_value,
        i.is_rate
    FROM comparison AS k
    JOIN (SELECT indicator, kind = 'rate' AS is_rate FROM catalogue_indicator) AS i
        ON i.indicator = k.indicator
    WHERE k.kind = 'changed' AND k.old_status = 'final' AND k.old_value IS NOT NULL
),
offender AS NOT MATERIALIZED (
    SELECT r.*
    FROM revised AS r
    CROSS JOIN check_parameters AS o
    -- A number that is taken back is revised by all of it.
    WHERE abs(coalesce(r.new_value, 0) - r.old_value) > CASE
        WHEN r.is_rate THEN o.revision_pct
        ELSE abs(r.old_value) * o.revision_pct * 0.01
    END
),
shown AS (
    SELECT *
    FROM offender
    ORDER BY indicator, region_code, period
    LIMIT (SELECT finding_limit FROM check_parameters)
)
SELECT
    c.address,
    c.heading,
    c.value_text AS text,
    CASE WHEN s.new_value IS NULL THEN 'withdrawn' ELSE '' END AS variant,
    r.name_zh AS place_zh,
    r.name_en AS place_en,
    s.period,
    i.name_zh,
    i.name_en,
    s.old_value,
    s.new_value,
    i.kind = 'money' AS is_money,
    (SELECT count(*) FROM offender) AS total
FROM shown AS s
JOIN cell AS c ON c.address = s.address
JOIN catalogue_indicator AS i ON i.indicator = s.indicator
JOIN catalogue_region AS r ON r.region_code = s.region_code
ORDER BY s.indicator, s.region_code, s.period
