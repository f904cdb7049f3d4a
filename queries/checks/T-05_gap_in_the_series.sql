-- rule:     T-05 gap in the series
-- severity: W
-- grain:    one row per indicator and gap
-- params:   none
-- columns:  address (first of them), text, cells, before_period, after_period, name_zh, name_en
WITH late AS (
    SELECT key, indicator_no, frequency_no, ordinal, position
    FROM change
    WHERE frequency_no = 0 AND NOT has_previous
    UNION ALL
    SELECT p.key, p.indicator_no, p.frequency_no, p.ordinal, p.position
    FROM point AS p
    ANTI JOIN series AS s ON s.key = p.key - 1
    WHERE p.frequency_no <> 0
),
-- Two beginnings of one series, or a published figure beside it that is not in the file.
suspect AS (
    SELECT series_of(key) AS series_no FROM late GROUP BY series_of(key) HAVING count(*) > 1
    UNION ALL
    SELECT DISTINCT series_of(key) AS series_no FROM series WHERE NOT is_new
),
candidate AS (
    SELECT l.* FROM late AS l SEMI JOIN suspect AS s ON s.series_no = series_of(l.key)
),
gap AS (
    SELECT
        c.indicator_no,
        c.frequency_no,
        c.ordinal,
        c.position,
        max(s.key) AS last_key,
        -- The two before it: after a published figure that stood alone no regular series goes on.
        max(s.key, 2) AS last_keys,
        arg_max(s.is_new, s.key) AS is_new
    FROM candidate AS c
    JOIN series AS s ON series_of(s.key) = series_of(c.key) AND s.key < c.key
    GROUP BY c.indicator_no, c.frequency_no, c.ordinal, c.position
),
regular AS (
    SELECT indicator_no, frequency_no, ordinal, position, ordinal_of(last_key) AS last_ordinal
    FROM gap
    WHERE is_new OR (len(last_keys) = 2 AND last_keys[2] = last_key - 1)
),
grouped AS (
    SELECT
        indicator_no,
        frequency_no,
        ordinal,
        last_ordinal,
        min(position) AS position,
        count(*) AS cells
    FROM regular
    GROUP BY indicator_no, frequency_no, ordinal, last_ordinal
)
SELECT
    c.address,
    c.period_text AS text,
    g.cells,
    period_of(g.frequency_no, g.last_ordinal) AS before_period,
    period_of(g.frequency_no, g.ordinal) AS after_period,
    i.name_zh,
    i.name_en
FROM grouped AS g
JOIN cell AS c ON c.position = g.position
JOIN catalogue_indicator AS i ON i.indicator_no = g.indicator_no
ORDER BY g.position, g.last_ordinal
