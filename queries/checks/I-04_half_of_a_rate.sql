-- rule:     I-04 numerator without denominator, or the reverse
-- severity: W
-- grain:    one row per rate, part and period
-- params:   none
-- columns:  address (first of them), heading, text, cells, period, name_zh, name_en,
-- columns:  other_zh, other_en, rate_zh, rate_en
WITH given AS (
    SELECT
        p.key,
        p.position,
        p.indicator_no,
        p.frequency_no,
        p.ordinal,
        r.rate_no,
        r.other_no,
        p.key + (r.other_no - r.part_no) * key_step('indicator') AS other_key
    FROM point AS p
    JOIN rate_part AS r ON r.part_no = p.indicator_no
    WHERE p.value IS NOT NULL
),
alone AS (
    SELECT g.*
    FROM given AS g
    ANTI JOIN (SELECT key FROM series WHERE value IS NOT NULL) AS s ON s.key = g.other_key
),
-- A file with one of the two for all its places is complete in itself; a half-filled one is not.
beside AS (
    SELECT DISTINCT indicator_no, frequency_no, ordinal FROM given
),
expected AS (
    SELECT a.*
    FROM alone AS a
    LEFT JOIN beside AS b
        ON b.indicator_no = a.other_no
        AND b.frequency_no = a.frequency_no
        AND b.ordinal = a.ordinal
    LEFT JOIN series AS s ON s.key = a.other_key - year_step(a.frequency_no)
    WHERE b.ordinal IS NOT NULL OR s.value IS NOT NULL
),
grouped AS (
    SELECT
        rate_no,
        indicator_no,
        other_no,
        frequency_no,
        ordinal,
        min(position) AS position,
        count(*) AS cells
    FROM expected
    GROUP BY rate_no, indicator_no, other_no, frequency_no, ordinal
)
SELECT
    c.address,
    c.heading,
    c.value_text AS text,
    g.cells,
    period_of(g.frequency_no, g.ordinal) AS period,
    i.name_zh,
    i.name_en,
    o.name_zh AS other_zh,
    o.name_en AS other_en,
    r.name_zh AS rate_zh,
    r.name_en AS rate_en
FROM grouped AS g
JOIN cell AS c ON c.position = g.position
JOIN catalogue_indicator AS i ON i.indicator_no = g.indicator_no
JOIN catalogue_indicator AS o ON o.indicator_no = g.other_no
JOIN catalogue_indicator AS r ON r.indicator_no = g.rate_no
ORDER BY g.position, g.rate_no
