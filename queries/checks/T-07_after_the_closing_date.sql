-- rule:     T-07 upload after the closing date
-- severity: W
-- grain:    one row per period
-- params:   none
-- columns:  address (first of them), text, cells, period, closes_on
WITH over AS (
    SELECT k.indicator, k.period, k.closes_on
    FROM closing AS k
    CROSS JOIN check_parameters AS o
    WHERE o.today > k.closes_on
),
closed AS (
    SELECT c.position
    FROM cell AS c
    SEMI JOIN over AS k
        ON k.period = c.period AND (k.indicator = '' OR k.indicator = c.indicator)
    UNION ALL
    -- With a year its quarters and months are closed as well.
    SELECT c.position
    FROM cell AS c
    SEMI JOIN over AS k
        ON k.period = left(c.period, 4) AND (k.indicator = '' OR k.indicator = c.indicator)
    WHERE c.frequency <> 'A'
),
late AS (
    SELECT c.period, min(c.position) AS position, count(*) AS cells
    FROM cell AS c
    SEMI JOIN closed AS d ON d.position = c.position
    WHERE c.is_usable AND c.measure = ''
    GROUP BY c.period
)
SELECT
    c.address,
    c.period_text AS text,
    l.cells,
    l.period,
    CAST(
        (SELECT min(k.closes_on) FROM over AS k WHERE k.period IN (l.period, left(l.period, 4)))
        AS VARCHAR
    ) AS closes_on
FROM late AS l
JOIN cell AS c ON c.position = l.position
ORDER BY l.position
