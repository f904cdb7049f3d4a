-- own_figures: the affected figures that are a region's own number of a whole year
-- grain:   one row per affected indicator, region and year with such a number, but no rate
-- No rule changes them: a region's own figure wins, and the year's own row over its quarters and
-- months. They are nearly all of a large upload; insert_figure makes the others.
INSERT INTO figure BY NAME
WITH own AS (
    SELECT
        o.indicator,
        o.region_code,
        o.year,
        o.value,
        observation_flags(o.status, o.is_revised, o.is_demonstration) AS flags,
        o.is_demonstration,
        o.status,
        o.period,
        o.upload_id
    FROM observation AS o
    WHERE
        o.frequency = 'A'
        AND o.value IS NOT NULL
        AND o.indicator NOT IN (SELECT i.indicator FROM indicator AS i WHERE i.region_rule = 'ratio')
        AND EXISTS (
            SELECT 1
            FROM affected AS t
            WHERE t.indicator = o.indicator AND t.region_code = o.region_code AND t.year = o.year
        )
)

SELECT
    o.indicator,
    o.region_code,
    o.year,
    o.value,
    o.status,
    'own' AS origin,
    name_flags(o.flags) AS quality_flags,
    o.is_demonstration,
    FALSE AS is_mixed,
    o.is_demonstration AS knows_demonstration,
    o.value AS num,
    CAST(NULL AS DOUBLE) AS den,
    o.flags AS sum_flags,
    CAST(NULL AS DOUBLE) AS reported_value,
    CAST(NULL AS INTEGER) AS reported_count,
    CAST(NULL AS INTEGER) AS expected_count,
    CAST(NULL AS VARCHAR) AS reporters,
    o.period AS latest_period,
    o.period AS sum_period,
    o.upload_id,
    CAST(NULL AS DOUBLE) AS coverage,
    CAST(NULL AS INTEGER) AS place_count,
    CAST(NULL AS INTEGER) AS expected_places
FROM own AS o
ORDER BY o.indicator, o.region_code, o.year
