-- rule:     C-04 places that normally report are absent
-- severity: W
-- grain:    one row per region above them and period
-- params:   none
-- columns:  address, text (places), cells (places), period, place_zh, place_en, places_zh, places_en
WITH sender AS (
    SELECT DISTINCT region_no FROM point
),
asked AS (
    SELECT DISTINCT indicator_no, frequency_no, ordinal FROM point
),
away AS (
    SELECT k.key, k.indicator_no, k.region_no, k.frequency_no, k.ordinal
    FROM known AS k
    ANTI JOIN sender AS s ON s.region_no = k.region_no
    WHERE k.value IS NOT NULL
),
-- Normally: a number in both periods before, and none yet in this one.
missed AS (
    SELECT DISTINCT a.region_no, a.frequency_no, a.ordinal + 1 AS ordinal
    FROM away AS a
    SEMI JOIN asked AS q
        ON q.indicator_no = a.indicator_no
        AND q.frequency_no = a.frequency_no
        AND q.ordinal = a.ordinal + 1
    SEMI JOIN away AS b ON b.key = a.key - 1
    ANTI JOIN known AS n ON n.key = a.key + 1
),
grouped AS (
    SELECT r.rollup_no, m.frequency_no, m.ordinal, count(*) AS places
    FROM missed AS m
    JOIN catalogue_region AS r ON r.region_no = m.region_no
    WHERE r.rollup_no IS NOT NULL
    GROUP BY r.rollup_no, m.frequency_no, m.ordinal
),
-- The file of one city is not short of the others: half of those that report must be in it.
collected AS (
    SELECT r.rollup_no, count(*) AS places
    FROM sender AS s
    JOIN catalogue_region AS r ON r.region_no = s.region_no
    GROUP BY r.rollup_no
),
named AS (
    SELECT
        g.rollup_no,
        g.frequency_no,
        g.ordinal,
        r.name_zh,
        r.name_en,
        row_number() OVER (
            PARTITION BY g.rollup_no, g.frequency_no, g.ordinal ORDER BY r.region_no
        ) AS place
    FROM grouped AS g
    JOIN collected AS c ON c.rollup_no = g.rollup_no AND c.places >= g.places
    JOIN missed AS m ON m.frequency_no = g.frequency_no AND m.ordinal = g.ordinal
    JOIN catalogue_region AS r ON r.region_no = m.region_no AND r.rollup_no = g.rollup_no
)
SELECT
    '' AS address,
    string_agg(n.name_zh, '、' ORDER BY n.place) FILTER (WHERE n.place <= 10) AS text,
    count(*) AS cells,
    period_of(n.frequency_no, n.ordinal) AS period,
    any_value(u.name_zh) AS place_zh,
    any_value(u.name_en) AS place_en,
    string_agg(n.name_zh, '、' ORDER BY n.place) FILTER (WHERE n.place <= 10) AS places_zh,
    string_agg(n.name_en, ', ' ORDER BY n.place) FILTER (WHERE n.place <= 10) AS places_en
FROM named AS n
JOIN catalogue_region AS u ON u.region_no = n.rollup_no
GROUP BY n.rollup_no, n.frequency_no, n.ordinal
ORDER BY n.rollup_no, n.frequency_no, n.ordinal
