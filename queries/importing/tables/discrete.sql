-- discrete: what each part of a year adds, of the indicators that are called cumulative
-- grain:   one row per figure that is not of the first part of its year
-- params:  none
-- columns: position, value (NULL with a problem), status, before (counted until this part; NULL: not
-- columns: known), problem
-- filled:  here, by SQL
-- What was counted before is the number of the last part before in the file, with the published ones
-- of the parts between. A part that the file gives without a number, or twice otherwise, has none.
CREATE OR REPLACE TABLE discrete AS
WITH flow AS (
    SELECT c.indicator
    FROM cumulative AS c
    JOIN catalogue_indicator AS i ON i.indicator = c.indicator
    WHERE i.measure = 'flow' AND i.kind <> 'rate'
),
part AS (
    SELECT
        c.position,
        c.indicator,
        -- A total is no region's: those of one table that are called alike are a series.
        CASE
            WHEN c.is_total THEN concat_ws('|', c.block, c.place_text, c.total_region_code)
            ELSE c.region_code
        END AS place,
        c.frequency,
        c.year,
        CAST(ltrim(right(c.period, 2), 'Q') AS INTEGER) - 1 AS part_no,
        -- A number beside a state (confidential) is none: it is not published.
        CASE
            WHEN (c.is_usable OR c.is_total)
                AND c.status IN ('final', 'provisional', 'estimate', 'at_least', 'at_most')
                THEN c.value
        END AS value,
        CASE c.status WHEN 'final' THEN 0 WHEN 'provisional' THEN 1 ELSE 2 END AS doubt,
        c.is_total
    FROM cell AS c
    JOIN flow AS f ON f.indicator = c.indicator
    WHERE c.measure = '' AND c.frequency IN ('Q', 'M') AND (c.is_total OR c.region_code <> '')
),
number AS (
    SELECT
        indicator,
        place,
        frequency,
        year,
        part_no,
        CASE WHEN count(value) = count(*) AND min(value) = max(value) THEN min(value) END AS value,
        max(doubt) AS doubt
    FROM part
    GROUP BY indicator, place, frequency, year, part_no
),
last_number AS (
    SELECT
        *,
        lag(part_no, 1, -1) OVER year_before AS last_no,
        lag(value, 1, 0) OVER year_before AS last_value,
        lag(doubt, 1, 0) OVER year_before AS last_doubt
    FROM number
    WINDOW year_before AS (PARTITION BY indicator, place, frequency, year ORDER BY part_no)
),
published_part AS (
    SELECT
        p.indicator,
        p.region_code AS place,
        CASE WHEN contains(p.period, 'Q') THEN 'Q' ELSE 'M' END AS frequency,
        CAST(left(p.period, 4) AS INTEGER) AS year,
        CAST(ltrim(right(p.period, 2), 'Q') AS INTEGER) - 1 AS part_no,
        p.value,
        CASE p.status WHEN 'final' THEN 0 WHEN 'provisional' THEN 1 ELSE 2 END AS doubt
    FROM published AS p
    JOIN flow AS f ON f.indicator = p.indicator
    WHERE length(p.period) > 4 AND p.value IS NOT NULL
),
counted_before AS (
    SELECT
        n.indicator,
        n.place,
        n.frequency,
        n.year,
        n.part_no,
        CASE
            WHEN count(p.value) = n.part_no - n.last_no - 1
                THEN n.last_value + coalesce(sum(p.value), 0)
        END AS before,
        greatest(n.doubt, n.last_doubt, coalesce(max(p.doubt), 0)) AS doubt
    FROM last_number AS n
    LEFT JOIN published_part AS p
        ON p.indicator = n.indicator
        AND p.place = n.place
        AND p.frequency = n.frequency
        AND p.year = n.year
        AND p.part_no > n.last_no
        AND p.part_no < n.part_no
    WHERE n.part_no > 0
    GROUP BY
        n.indicator, n.place, n.frequency, n.year, n.part_no, n.last_no, n.last_value, n.doubt,
        n.last_doubt
),
taken AS (
    SELECT
        p.position,
        p.is_total,
        drop_noise(p.value - b.before) AS value,
        b.doubt,
        b.before
    FROM part AS p
    JOIN counted_before AS b
        ON b.indicator = p.indicator
        AND b.place = p.place
        AND b.frequency = p.frequency
        AND b.year = p.year
        AND b.part_no = p.part_no
    WHERE p.value IS NOT NULL
)
SELECT
    position,
    CASE WHEN value >= 0 THEN value END AS value,
    -- Beside an exact number a bound binds the difference to one side, or to the other where it is the
    -- number before, and beside another bound to none. Rather than have a file that says "at least"
    -- say "at most", what comes of a bound is an estimate.
    CASE doubt WHEN 0 THEN 'final' WHEN 1 THEN 'provisional' ELSE 'estimate' END AS status,
    before,
    CASE
        WHEN is_total THEN ''
        WHEN value IS NULL THEN 'R-08 missing'
        WHEN value < 0 THEN 'R-08 falls'
        ELSE ''
    END AS problem
FROM taken
