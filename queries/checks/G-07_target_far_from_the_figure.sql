-- rule:     G-07 target more than ten times the last known figure, or less than a tenth of it
-- severity: W
-- grain:    one row per target
-- params:   none
-- columns:  address, heading, text, place_zh, place_en, year, name_zh, name_en, after,
-- columns:  previous_value, figure_year, is_money, total
WITH latest AS (
    SELECT
        a.position,
        a.value,
        -- The last figure up to the year of the target.
        max(ordinal_of(s.key)) AS figure_year,
        arg_max(s.value, ordinal_of(s.key)) AS previous_value
    FROM attached AS a
    JOIN series AS s
        ON s.key > make_key(a.indicator_no, a.region_no, 0, 0)
        AND s.key <= make_key(a.indicator_no, a.region_no, 0, a.year)
    WHERE a.measure <> 'break' AND s.value IS NOT NULL
    GROUP BY a.position, a.value
),
offender AS (
    SELECT *
    FROM latest
    WHERE previous_value > 0 AND (value > previous_value * 10 OR value * 10 < previous_value)
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
    c.year,
    i.name_zh,
    i.name_en,
    s.value AS after,
    s.previous_value,
    s.figure_year,
    i.kind = 'money' AS is_money,
    (SELECT count(*) FROM offender) AS total
FROM shown AS s
JOIN cell AS c ON c.position = s.position
JOIN catalogue_indicator AS i ON i.indicator = c.indicator
JOIN catalogue_region AS r ON r.region_code = c.region_code
ORDER BY s.position
