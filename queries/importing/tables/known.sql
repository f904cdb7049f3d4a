-- known: the published figures, numbered; years that are known by their parts only are added
-- grain:   one row per figure
-- params:  none
-- columns: key, indicator_no, region_no, frequency_no, ordinal, value, is_final
-- filled:  here, by SQL
CREATE OR REPLACE TABLE known AS
WITH placed AS (
    SELECT
        i.indicator_no,
        r.region_no,
        CASE length(p.period) WHEN 4 THEN 0 ELSE CASE WHEN contains(p.period, 'Q') THEN 1 ELSE 2 END
        END AS frequency_no,
        CAST(left(p.period, 4) AS INTEGER) AS year,
        p.period,
        p.value,
        p.status = 'final' AS is_final
    FROM published AS p
    JOIN catalogue_indicator AS i ON i.indicator = p.indicator
    JOIN catalogue_region AS r ON r.region_code = p.region_code
),
counted AS (
    SELECT
        indicator_no,
        region_no,
        frequency_no,
        CASE frequency_no
            WHEN 0 THEN year
            WHEN 1 THEN year * 4 + CAST(right(period, 1) AS INTEGER) - 1
            ELSE year * 12 + CAST(right(period, 2) AS INTEGER) - 1
        END AS ordinal,
        value,
        is_final
    FROM placed
)
SELECT
    make_key(indicator_no, region_no, frequency_no, ordinal) AS key,
    *
FROM counted
