-- rule:     T-06 period that is already approved
-- severity: E
-- grain:    one row per indicator and period
-- params:   none
-- columns:  address (first of them), text, cells, period, name_zh, name_en
WITH closed AS (
    SELECT c.position
    FROM cell AS c
    SEMI JOIN locked AS k
        ON k.period = c.period AND (k.indicator = '' OR k.indicator = c.indicator)
    UNION ALL
    -- A year that is locked has its quarters and months locked as well.
    SELECT c.position
    FROM cell AS c
    SEMI JOIN locked AS k
        ON k.period = left(c.period, 4) AND (k.indicator = '' OR k.indicator = c.indicator)
    WHERE c.frequency <> 'A'
),
-- What stands there already may come again.
touched AS (
    SELECT p.indicator_no, p.frequency_no, p.ordinal, p.position
    FROM point AS p
    SEMI JOIN closed AS d ON d.position = p.position
    LEFT JOIN known AS k ON k.key = p.key
    WHERE k.key IS NULL OR k.value IS DISTINCT FROM p.value
    UNION ALL
    -- Targets and breaks of a locked year.
    SELECT a.indicator_no, 0 AS frequency_no, a.year AS ordinal, a.position
    FROM attached AS a
    SEMI JOIN closed AS d ON d.position = a.position
    WHERE a.change <> 'unchanged'
),
grouped AS (
    SELECT indicator_no, frequency_no, ordinal, min(position) AS position, count(*) AS cells
    FROM touched
    GROUP BY indicator_no, frequency_no, ordinal
)
SELECT
    c.address,
    c.period_text AS text,
    g.cells,
    period_of(g.frequency_no, g.ordinal) AS period,
    i.name_zh,
    i.name_en
FROM grouped AS g
JOIN cell AS c ON c.position = g.position
JOIN catalogue_indicator AS i ON i.indicator_no = g.indicator_no
ORDER BY g.position
