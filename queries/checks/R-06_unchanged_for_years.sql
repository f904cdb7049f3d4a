-- rule:     R-06 figure unchanged for three years or more
-- severity: I
-- grain:    one row per indicator and region
-- params:   none
-- columns:  address (newest of them), heading, text, place_zh, place_en, first_period, period,
-- columns:  name_zh, name_en, total
WITH flat AS (
    SELECT h.key, h.indicator_no, h.region_no, h.ordinal, h.position, h.value
    FROM change AS h
    JOIN catalogue_indicator AS i ON i.indicator_no = h.indicator_no
    -- Few things often stay as many as they were.
    WHERE h.frequency_no = 0
        AND i.measure = 'stock'
        AND i.region_rule = 'sum'
        AND h.value = h.previous_value
        AND h.value >= 10
),
longer AS (
    SELECT f.*
    FROM flat AS f
    JOIN series AS s ON s.key = f.key - 2 AND s.value = f.value
),
offender AS (
    SELECT
        indicator_no,
        region_no,
        max(position) AS position,
        min(ordinal) - 2 AS first_ordinal,
        max(ordinal) AS ordinal
    FROM longer
    GROUP BY indicator_no, region_no, value
),
shown AS (
    SELECT * FROM offender ORDER BY position LIMIT (SELECT finding_limit FROM check_parameters)
)
SELECT
    c.address,
    c.heading,
    c.value_text AS text,
    r.name_zh AS place_zh,
    r.name_en AS place_en,
    CAST(s.first_ordinal AS VARCHAR) AS first_period,
    CAST(s.ordinal AS VARCHAR) AS period,
    i.name_zh,
    i.name_en,
    (SELECT count(*) FROM offender) AS total
FROM shown AS s
JOIN cell AS c ON c.position = s.position
JOIN catalogue_indicator AS i ON i.indicator_no = s.indicator_no
JOIN catalogue_region AS r ON r.region_no = s.region_no
ORDER BY s.position
