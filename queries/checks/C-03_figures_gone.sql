-- rule:     C-03 figures present last time and absent now
-- severity: W
-- grain:    one row per indicator and period
-- params:   none
-- columns:  address, text (places), cells, period, last_period, name_zh, name_en, places_zh, places_en
WITH asked AS (
    SELECT DISTINCT indicator_no, frequency_no, ordinal FROM point
),
sender AS (
    SELECT DISTINCT region_no FROM point
),
-- Only places of the file: a city sends its own figures, and C-04 looks for places.
before AS (
    SELECT k.key, k.indicator_no, k.region_no, k.frequency_no, k.ordinal
    FROM known AS k
    SEMI JOIN asked AS a
        ON a.indicator_no = k.indicator_no
        AND a.frequency_no = k.frequency_no
        AND a.ordinal = k.ordinal + 1
    SEMI JOIN sender AS s ON s.region_no = k.region_no
    WHERE k.value IS NOT NULL
),
-- Confidential, below the unit and not applicable are answers; "not reported" is none.
absent AS (
    SELECT b.*
    FROM before AS b
    LEFT JOIN series AS s ON s.key = b.key + 1
    LEFT JOIN point AS p ON p.key = b.key + 1
    WHERE s.key IS NULL OR (s.value IS NULL AND coalesce(p.is_not_reported, FALSE))
),
named AS (
    SELECT
        a.*,
        r.name_zh,
        r.name_en,
        row_number() OVER (
            PARTITION BY a.indicator_no, a.frequency_no, a.ordinal ORDER BY a.region_no
        ) AS place
    FROM absent AS a
    JOIN catalogue_region AS r ON r.region_no = a.region_no
)
SELECT
    '' AS address,
    string_agg(n.name_zh, '、' ORDER BY n.place) FILTER (WHERE n.place <= 10) AS text,
    count(*) AS cells,
    period_of(n.frequency_no, n.ordinal + 1) AS period,
    period_of(n.frequency_no, n.ordinal) AS last_period,
    any_value(i.name_zh) AS name_zh,
    any_value(i.name_en) AS name_en,
    string_agg(n.name_zh, '、' ORDER BY n.place) FILTER (WHERE n.place <= 10) AS places_zh,
    string_agg(n.name_en, ', ' ORDER BY n.place) FILTER (WHERE n.place <= 10) AS places_en
FROM named AS n
JOIN catalogue_indicator AS i ON i.indicator_no = n.indicator_no
GROUP BY n.indicator_no, n.frequency_no, n.ordinal
ORDER BY n.indicator_no, n.frequency_no, n.ordinal
