-- rule:     R-08 quarters or months of a flow that look cumulative: counted from the beginning of the year
-- severity: W/E/I
-- grain:    one row per indicator, year and kind of parts; of those made discrete per indicator and outcome
-- params:   none
-- columns:  address (of the first place's last part), heading, text (its parts), cells (places that look so), places,
-- columns:  place_zh, place_en, period, name_zh, name_en, discrete (what each part of the first place would add),
-- columns:  indicator, variant
-- Counted from the beginning of the year no part is less than the one before, and n of them come to some
-- n times the first. Seven of ten places must be so: one may rise by itself.
WITH part AS (
    SELECT
        s.key,
        s.value,
        frequency_of(s.key) AS frequency_no,
        ordinal_of(s.key) // year_step(frequency_of(s.key)) AS year,
        ordinal_of(s.key) % year_step(frequency_of(s.key)) AS part_no,
        p.position
    FROM series AS s
    JOIN catalogue_indicator AS i ON i.indicator_no = indicator_of(s.key)
    LEFT JOIN point AS p ON p.key = s.key
    WHERE frequency_of(s.key) > 0 AND s.value IS NOT NULL AND i.measure = 'flow' AND i.kind <> 'rate'
        AND i.indicator NOT IN (SELECT indicator FROM cumulative)
),
place AS (
    SELECT
        indicator_of(key) AS indicator_no,
        region_of(key) AS region_no,
        frequency_no,
        year,
        list(value ORDER BY part_no) AS numbers,
        max(position) AS position,
        count(*) AS parts
    FROM part
    GROUP BY indicator_of(key), region_of(key), frequency_no, year
    -- The first parts of the year, without a gap.
    HAVING count(*) >= 3 AND max(part_no) = count(*) - 1
),
judged AS (
    SELECT
        *,
        list_transform(numbers, lambda x, i: x - coalesce(numbers[i - 1], 0)) AS steps,
        numbers[1] > 0
            AND list_min(steps) >= 0
            AND numbers[-1] * 2 >= numbers[1] * parts AS is_rising
    FROM place
),
offender AS (
    SELECT
        indicator_no,
        frequency_no,
        year,
        count(*) FILTER (WHERE is_rising) AS cells,
        count(*) AS places,
        min(position) FILTER (WHERE is_rising) AS position,
        arg_min(region_no, position) FILTER (WHERE is_rising) AS region_no,
        arg_min(numbers, position) FILTER (WHERE is_rising) AS numbers,
        arg_min(steps, position) FILTER (WHERE is_rising) AS steps
    FROM judged
    GROUP BY indicator_no, frequency_no, year
    HAVING cells * 10 >= places * 7 AND bool_or(is_rising AND position IS NOT NULL)
),
-- What a person has called cumulative is not asked again; it is told what became of it.
settled AS (
    SELECT
        c.indicator,
        substr(d.problem, 6) AS problem,
        count(*) AS cells,
        min(d.position) AS position
    FROM discrete AS d
    JOIN cell AS c ON c.position = d.position
    WHERE NOT c.is_total AND (c.is_usable OR d.problem <> '')
    GROUP BY c.indicator, d.problem
),
found AS (
    SELECT
        o.position,
        indicator_no,
        array_to_string(list_transform(o.numbers, lambda x: plain_text(x)), ', ') AS text,
        o.cells,
        o.places,
        region_no,
        CAST(o.year AS VARCHAR) AS period,
        array_to_string(list_transform(o.steps, lambda x: plain_text(x)), ', ') AS discrete,
        '' AS variant
    FROM offender AS o
    UNION ALL
    SELECT
        s.position,
        i.indicator_no,
        plain_text(c.cumulative),
        s.cells,
        NULL,
        r.region_no,
        c.period,
        -- What was counted before for the one that falls.
        plain_text(CASE s.problem WHEN '' THEN d.value ELSE d.before END),
        CASE s.problem WHEN '' THEN 'discrete' ELSE s.problem END
    FROM settled AS s
    JOIN discrete AS d ON d.position = s.position
    JOIN cell AS c ON c.position = s.position
    JOIN catalogue_indicator AS i ON i.indicator = c.indicator
    JOIN catalogue_region AS r ON r.region_code = c.region_code
)
SELECT
    c.address,
    c.heading,
    o.text,
    o.cells,
    o.places,
    r.name_zh AS place_zh,
    r.name_en AS place_en,
    o.period,
    i.name_zh,
    i.name_en,
    o.discrete,
    i.indicator,
    o.variant
FROM found AS o
JOIN cell AS c ON c.position = o.position
JOIN catalogue_indicator AS i ON i.indicator_no = o.indicator_no
JOIN catalogue_region AS r ON r.region_no = o.region_no
ORDER BY o.position, o.indicator_no
