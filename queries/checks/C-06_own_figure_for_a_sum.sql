-- rule:     C-06 a region's own figure in the place of the published sum of its parts, or the sum in its place again
-- severity: W
-- grain:    one row per figure
-- params:   none
-- columns:  address, heading, text, variant, place_zh, place_en, period, name_zh, name_en,
-- columns:  stated (own figure), parts_sum, parts, expected, is_money, total
WITH below AS (
    SELECT
        k.indicator_no,
        k.ordinal,
        r.rollup_no AS region_no,
        sum(k.value) AS parts_sum,
        count(k.value) AS parts
    FROM known AS k
    JOIN catalogue_region AS r ON r.region_no = k.region_no
    JOIN catalogue_indicator AS i ON i.indicator_no = k.indicator_no
    WHERE k.frequency_no = 0 AND r.rollup_no IS NOT NULL AND i.region_rule = 'sum'
    -- What the file says of them is compared with the total in the file.
    AND NOT EXISTS (SELECT 1 FROM point AS p WHERE p.key = k.key)
    GROUP BY k.indicator_no, k.ordinal, r.rollup_no
    HAVING count(k.value) > 0
),
judged AS (
    SELECT
        p.position,
        p.indicator_no,
        p.region_no,
        p.ordinal,
        coalesce(p.value, k.value) AS stated,
        b.parts_sum,
        b.parts,
        CASE WHEN p.value IS NULL THEN 'back' ELSE '' END AS variant
    FROM point AS p
    JOIN below AS b
        ON b.indicator_no = p.indicator_no AND b.region_no = p.region_no AND b.ordinal = p.ordinal
    JOIN catalogue_region AS r ON r.region_no = p.region_no
    LEFT JOIN known AS k ON k.key = p.key
    WHERE
        p.frequency_no = 0
        AND b.parts * 2 >= r.expected_children
        AND CASE
            WHEN p.value IS NULL THEN p.is_not_reported AND k.value IS NOT NULL
            ELSE k.value IS NULL
        END
),
offender AS (
    SELECT * FROM judged WHERE abs(stated - parts_sum) > 0.01 * abs(stated)
),
shown AS (
    SELECT * FROM offender ORDER BY position LIMIT (SELECT finding_limit FROM check_parameters)
)
SELECT
    c.address,
    c.heading,
    c.value_text AS text,
    s.variant,
    r.name_zh AS place_zh,
    r.name_en AS place_en,
    CAST(s.ordinal AS VARCHAR) AS period,
    i.name_zh,
    i.name_en,
    s.stated,
    s.parts_sum,
    s.parts,
    r.expected_children AS expected,
    i.kind = 'money' AS is_money,
    (SELECT count(*) FROM offender) AS total
FROM shown AS s
JOIN cell AS c ON c.position = s.position
JOIN catalogue_indicator AS i ON i.indicator_no = s.indicator_no
JOIN catalogue_region AS r ON r.region_no = s.region_no
ORDER BY s.position
