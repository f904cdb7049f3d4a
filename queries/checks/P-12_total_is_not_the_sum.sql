-- rule:     P-12 stated total is not the sum of its parts
-- severity: W
-- grain:    one row per stated total
-- params:   none
-- columns:  address, heading, text, variant, place_zh, place_en, period, name_zh, name_en,
-- columns:  stated, parts_sum, parts, is_money, total
WITH additive AS (
    SELECT indicator_no, indicator FROM catalogue_indicator WHERE region_rule = 'sum'
),
-- A region whose own figure stands in the file beside those of the regions it is made of.
own AS (
    SELECT
        p.position,
        p.indicator_no,
        p.region_no,
        p.value AS stated,
        p.precision,
        f.total AS parts_sum,
        f.precision AS parts_precision,
        f.numbers AS parts,
        -- Only when nobody is missing may the parts be too few.
        f.is_direct AND f.numbers = r.expected_children AS is_whole
    FROM family AS f
    JOIN additive AS a ON a.indicator_no = f.indicator_no
    JOIN point AS p ON p.key = f.above_key
    JOIN catalogue_region AS r ON r.region_no = f.above_no
    WHERE f.numbers > 1 AND f.is_exact AND p.is_exact
),
total_point AS (
    SELECT
        t.position,
        a.indicator_no,
        r.region_no,
        CASE t.frequency WHEN 'A' THEN 0 WHEN 'Q' THEN 1 ELSE 2 END AS frequency_no,
        CASE t.frequency
            WHEN 'A' THEN t.year
            WHEN 'Q' THEN t.year * 4 + CAST(right(t.period, 1) AS INTEGER) - 1
            ELSE t.year * 12 + CAST(right(t.period, 2) AS INTEGER) - 1
        END AS ordinal,
        t.value AS stated,
        CASE
            WHEN t.unit_factor = 1 AND NOT contains(t.value_text, '.') THEN 0
            ELSE t.unit_factor * 10.0 ** -length(regexp_extract(t.value_text, '\.([0-9]+)', 1))
        END AS precision,
        r.expected_children,
        regexp_full_match(
            lower(replace(replace(t.place_text, ' ', ''), '　', '')),
            '合计|总计|共计|总数|合计数|总和|(各市|地区)合计|(grand)?total|sum'
        ) AS is_grand
    FROM total_row AS t
    JOIN additive AS a ON a.indicator = t.indicator
    LEFT JOIN catalogue_region AS r ON r.region_code = t.total_region_code
    -- A mean is no sum; a bare subtotal has a region only where it is plain whose sum it is.
    WHERE replace(replace(t.place_text, ' ', ''), '　', '') <> '平均'
),
-- The one grand total over some figures sums the rows of the table, whatever region they make up.
-- Of several, and of 全省, it must be known which region they sum.
single AS (
    SELECT
        * EXCLUDE (region_no),
        CASE WHEN is_grand AND totals = 1 THEN NULL ELSE region_no END AS region_no
    FROM (
        SELECT
            *,
            count(*) FILTER (WHERE is_grand) OVER (
                PARTITION BY indicator_no, frequency_no, ordinal
            ) AS totals
        FROM total_point
    )
    WHERE region_no IS NOT NULL OR (is_grand AND totals = 1)
),
part AS (
    SELECT
        s.position,
        p.value,
        p.precision,
        p.is_exact
    FROM single AS s
    JOIN point AS p
        ON p.indicator_no = s.indicator_no
        AND p.frequency_no = s.frequency_no
        AND p.ordinal = s.ordinal
    JOIN catalogue_region AS r ON r.region_no = p.region_no
    -- Without a region of its own a total sums the highest places of the file.
    LEFT JOIN nearest AS n ON n.region_no = p.region_no
    LEFT JOIN point AS u
        ON u.key = p.key + (n.above_no - p.region_no) * key_step('region')
    WHERE CASE WHEN s.region_no IS NULL THEN u.key IS NULL ELSE r.rollup_no = s.region_no END
),
stated_total AS (
    SELECT
        s.position,
        s.indicator_no,
        s.region_no,
        any_value(s.stated) AS stated,
        any_value(s.precision) AS precision,
        sum(p.value) AS parts_sum,
        sum(p.precision) AS parts_precision,
        count(p.value) AS parts,
        count(p.value) = CASE
            WHEN s.region_no IS NULL THEN count(*) ELSE any_value(s.expected_children)
        END AS is_whole
    FROM single AS s
    JOIN part AS p ON p.position = s.position
    GROUP BY s.position, s.indicator_no, s.region_no
    HAVING count(p.value) > 1 AND bool_and(p.is_exact OR p.value IS NULL)
),
offender AS (
    SELECT *
    FROM (SELECT *, FALSE AS is_row FROM own UNION ALL SELECT *, TRUE FROM stated_total)
    WHERE (parts_sum - stated)
            > 0.5 * (precision + parts_precision) + 1e-9 * abs(stated) + 1e-6
        OR (is_whole AND (stated - parts_sum)
            > 0.5 * (precision + parts_precision) + 1e-9 * abs(stated) + 1e-6)
),
shown AS (
    SELECT * FROM offender ORDER BY position LIMIT (SELECT finding_limit FROM check_parameters)
)
SELECT
    c.address,
    c.heading,
    c.value_text AS text,
    CASE WHEN s.is_row THEN 'row' ELSE '' END AS variant,
    CASE WHEN s.is_row THEN c.place_text ELSE r.name_zh END AS place_zh,
    CASE WHEN s.is_row THEN c.place_text ELSE r.name_en END AS place_en,
    c.period,
    i.name_zh,
    i.name_en,
    s.stated,
    s.parts_sum,
    s.parts,
    i.kind = 'money' AS is_money,
    (SELECT count(*) FROM offender) AS total
FROM shown AS s
JOIN cell AS c ON c.position = s.position
JOIN catalogue_indicator AS i ON i.indicator_no = s.indicator_no
LEFT JOIN catalogue_region AS r ON r.region_no = s.region_no
ORDER BY s.position
