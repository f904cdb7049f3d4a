-- rule:     R-03 part larger than its whole, sum that is not its parts
-- severity: W
-- grain:    one row per relation, region and period
-- params:   none
-- columns:  address, heading, text, variant, place_zh, place_en, period, name_zh, name_en,
-- columns:  other_zh, other_en, reason_zh, reason_en, stated, parts_sum, is_money, total
WITH side AS (
    SELECT s.key, s.value, s.is_new
    FROM series AS s
    SEMI JOIN (SELECT left_no AS no FROM relation UNION SELECT right_no FROM relation) AS used
        ON used.no = indicator_of(s.key)
    WHERE s.value IS NOT NULL
),
given AS (
    SELECT
        r.relation_no,
        r.right_count,
        s.key,
        s.value,
        s.is_new,
        s.key + (r.right_no - r.left_no) * key_step('indicator') AS right_key,
        r.relation = '<=' AS is_part
    FROM side AS s
    JOIN (SELECT relation_no, left_no, right_no, right_count, relation FROM relation) AS r
        ON r.left_no = indicator_of(s.key)
),
pair AS (
    SELECT
        g.relation_no,
        g.right_count,
        g.is_part,
        g.key,
        g.value AS stated,
        s.value AS other,
        -- What is in the file counts; published figures were checked before.
        CASE WHEN g.is_new THEN g.key WHEN s.is_new THEN s.key END AS cell_key
    FROM given AS g
    JOIN side AS s ON s.key = g.right_key
),
offender AS (
    SELECT relation_no, is_part, stated, other AS parts_sum, cell_key
    FROM pair
    WHERE is_part AND cell_key IS NOT NULL AND stated > other + 1e-9 * abs(other)
    UNION ALL
    SELECT relation_no, FALSE, any_value(stated), sum(other), max(cell_key)
    FROM pair
    WHERE NOT is_part
    GROUP BY relation_no, key
    HAVING count(*) = any_value(right_count)
        AND max(cell_key) IS NOT NULL
        AND abs(any_value(stated) - sum(other)) > 1e-9 * abs(sum(other)) + 1e-6
),
placed AS (
    SELECT o.*, p.position, p.region_no
    FROM offender AS o
    JOIN point AS p ON p.key = o.cell_key
),
shown AS (
    SELECT *
    FROM placed
    ORDER BY position, relation_no
    LIMIT (SELECT finding_limit FROM check_parameters)
),
named AS (
    SELECT
        r.relation_no,
        any_value(r.left_no) AS left_no,
        string_agg(i.name_zh, ' + ' ORDER BY r.right_no) AS other_zh,
        string_agg(i.name_en, ' + ' ORDER BY r.right_no) AS other_en,
        any_value(r.reason_zh) AS reason_zh,
        any_value(r.reason_en) AS reason_en
    FROM relation AS r
    JOIN catalogue_indicator AS i ON i.indicator_no = r.right_no
    GROUP BY r.relation_no
)
SELECT
    c.address,
    c.heading,
    c.value_text AS text,
    CASE WHEN s.is_part THEN '' ELSE 'sum' END AS variant,
    g.name_zh AS place_zh,
    g.name_en AS place_en,
    c.period,
    i.name_zh,
    i.name_en,
    n.other_zh,
    n.other_en,
    n.reason_zh,
    n.reason_en,
    s.stated,
    s.parts_sum,
    i.kind = 'money' AS is_money,
    (SELECT count(*) FROM placed) AS total
FROM shown AS s
JOIN cell AS c ON c.position = s.position
JOIN named AS n ON n.relation_no = s.relation_no
JOIN catalogue_indicator AS i ON i.indicator_no = n.left_no
JOIN catalogue_region AS g ON g.region_no = s.region_no
ORDER BY s.position, s.relation_no
