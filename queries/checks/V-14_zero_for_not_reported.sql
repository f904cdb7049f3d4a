-- rule:     V-14 zero that may stand for "not reported"
-- severity: W
-- grain:    one row per zero after a large figure, and per column with many zeros
-- params:   none
-- columns:  address, heading, text, cells, variant, place_zh, place_en, period, name_zh, name_en,
-- columns:  previous_value, is_money, total
WITH dropped AS (
    SELECT position, indicator_no, region_no, previous_value, CAST(1 AS BIGINT) AS cells,
        period_of(frequency_no, ordinal) AS period
    FROM change
    WHERE value = 0 AND previous_value >= 10
),
many AS (
    SELECT
        min(p.position) FILTER (WHERE p.value = 0) AS position,
        p.indicator_no,
        CAST(NULL AS INTEGER) AS region_no,
        CAST(NULL AS DOUBLE) AS previous_value,
        count(*) FILTER (WHERE p.value = 0) AS cells,
        '' AS period
    FROM point AS p
    GROUP BY p.indicator_no, column_of(p.position)
    -- Half of the numbers, and not just of a handful.
    HAVING count(*) FILTER (WHERE p.value = 0) >= 5
        AND count(*) FILTER (WHERE p.value = 0) * 2 >= count(p.value)
),
offender AS (
    SELECT *, '' AS variant FROM dropped
    UNION ALL
    SELECT *, 'many' AS variant FROM many
),
shown AS (
    SELECT *
    FROM offender
    ORDER BY variant DESC, position
    LIMIT (SELECT finding_limit FROM check_parameters)
)
SELECT
    c.address,
    c.heading,
    c.value_text AS text,
    s.cells,
    s.variant,
    r.name_zh AS place_zh,
    r.name_en AS place_en,
    s.period,
    i.name_zh,
    i.name_en,
    s.previous_value,
    i.kind = 'money' AS is_money,
    (SELECT count(*) FROM offender) AS total
FROM shown AS s
JOIN cell AS c ON c.position = s.position
JOIN catalogue_indicator AS i ON i.indicator_no = s.indicator_no
LEFT JOIN catalogue_region AS r ON r.region_no = s.region_no
ORDER BY s.variant DESC, s.position
