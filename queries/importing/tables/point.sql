-- point: the figures of the file, numbered
-- grain:   one row per figure
-- params:  none
-- columns: key, indicator_no, region_no, frequency_no, ordinal, value, is_exact, is_final,
-- columns: is_not_reported, precision, position
-- filled:  here, by SQL
CREATE OR REPLACE TABLE point AS
WITH placed AS (
    SELECT
        i.indicator_no,
        r.region_no,
        CASE c.frequency WHEN 'A' THEN 0 WHEN 'Q' THEN 1 ELSE 2 END AS frequency_no,
        CASE c.frequency
            WHEN 'A' THEN c.year
            WHEN 'Q' THEN c.year * 4 + CAST(right(c.period, 1) AS INTEGER) - 1
            ELSE c.year * 12 + CAST(right(c.period, 2) AS INTEGER) - 1
        END AS ordinal,
        c.value,
        c.status IN ('final', 'provisional') AS is_exact,
        c.status = 'final' AS is_final,
        c.status = 'not_reported' AS is_not_reported,
        CASE
            WHEN c.kind = 'count' AND c.unit_factor = 1 AND NOT c.has_unit_word THEN 0
            WHEN c.has_unit_word
                THEN coalesce(coalesce(c.cumulative, c.value) / nullif(c.number, 0), 1) * 10.0
                ** -length(regexp_extract(c.value_text, '\.([0-9]+)', 1))
            WHEN contains(c.value_text, '.') THEN c.unit_factor * 10.0
                ** -length(regexp_extract(c.value_text, '\.([0-9]+)', 1))
            ELSE c.unit_factor
        END
        -- A difference is as far off as both of its numbers.
        * CASE WHEN c.cumulative IS NULL THEN 1 ELSE 2 END AS precision,
        c.position
    FROM cell AS c
    JOIN catalogue_indicator AS i ON i.indicator = c.indicator
    JOIN catalogue_region AS r ON r.region_code = c.region_code
    -- Of figures given more than once the first one counts, if all are equal.
    ANTI JOIN (
        SELECT d.position
        FROM repeated AS x
        JOIN cell AS d
            ON d.indicator = x.indicator
            AND d.region_code = x.region_code
            AND d.period = x.period
        WHERE d.is_usable AND d.measure = '' AND (x.differs OR d.position <> x.first_position)
    ) AS u ON u.position = c.position
    WHERE c.is_usable AND c.measure = ''
)
SELECT
    make_key(indicator_no, region_no, frequency_no, ordinal) AS key,
    *
FROM placed
