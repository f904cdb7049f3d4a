-- rule:     C-05 pages and charts that will change
-- severity: I
-- grain:    one row per programme
-- params:   none
-- columns:  address, text, cells (figures), variant, programme_zh, programme_en, names_zh, names_en
WITH touched AS (
    SELECT indicator, count(*) AS cells
    FROM comparison
    WHERE kind <> 'unchanged'
    GROUP BY indicator
),
listed AS (
    SELECT i.*, t.cells
    FROM touched AS t
    JOIN catalogue_indicator AS i ON i.indicator = t.indicator
),
rate AS (
    SELECT DISTINCT r.rate_no FROM listed AS l JOIN rate_part AS r ON r.part_no = l.indicator_no
),
-- A rate may stand in another programme than its parts: its page changes as well.
entry AS (
    SELECT indicator_no, programme, name_zh, name_en, is_headline, cells, FALSE AS is_rate
    FROM listed
    UNION ALL
    SELECT i.indicator_no, i.programme, i.name_zh, i.name_en, i.is_headline, 0, TRUE
    FROM rate AS r
    JOIN catalogue_indicator AS i ON i.indicator_no = r.rate_no
)
SELECT
    '' AS address,
    e.programme AS text,
    coalesce(nullif(sum(e.cells), 0), 1) AS cells,
    CASE
        WHEN bool_or(e.is_headline) THEN 'headline'
        ELSE ''
    END AS variant,
    any_value(p.programme_zh) AS programme_zh,
    any_value(p.programme_en) AS programme_en,
    string_agg(DISTINCT e.name_zh, '、' ORDER BY e.name_zh) AS names_zh,
    string_agg(DISTINCT e.name_en, ', ' ORDER BY e.name_en) AS names_en
FROM entry AS e
JOIN (SELECT DISTINCT programme, programme_zh, programme_en FROM catalogue_indicator) AS p
    ON p.programme = e.programme
GROUP BY e.programme
ORDER BY e.programme
