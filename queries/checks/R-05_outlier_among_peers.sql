-- rule:     R-05 outlier among its peers
-- severity: W
-- grain:    one row per figure
-- params:   none
-- columns:  address, heading, text, variant, place_zh, place_en, period, name_zh, name_en,
-- columns:  peers, score, previous_value, after, is_money, total
-- Peers are the regions of one sum (the cities of a province) in one period, at least 8 of them.
-- Cities differ in size by a factor of fifty, so counts and sums of money are judged by the
-- logarithm of their ratio to their own year before, rates by their level. The modified z is
-- 0.6745 × (x − median) ÷ median absolute deviation; beyond 3.5 is an outlier (Iglewicz, Hoaglin 1993).
-- The deviation counts at least 0.05 (1 point for rates): among peers that hardly differ every
-- small difference would be one.
WITH measured AS (
    SELECT
        h.key,
        -- Indicator, period and the region whose sum the peers make, in one number.
        h.key + (r.rollup_no - h.region_no) * key_step('region') AS peer_key,
        i.is_rate,
        CASE WHEN i.is_rate THEN h.value ELSE h.value / nullif(h.previous_value, 0) END AS x
    FROM change AS h
    JOIN (SELECT indicator_no, kind = 'rate' AS is_rate FROM catalogue_indicator) AS i
        ON i.indicator_no = h.indicator_no
    JOIN (SELECT region_no, rollup_no FROM catalogue_region WHERE rollup_no IS NOT NULL) AS r
        ON r.region_no = h.region_no
    WHERE CASE
        WHEN i.is_rate THEN h.value IS NOT NULL
        ELSE h.value > 0 AND h.previous_value > 0 AND greatest(h.value, h.previous_value) >= 5
    END
),
-- Where the widest difference is within bounds nobody is an outlier: most groups end here, cheaply.
wide AS (
    SELECT peer_key, count(*) AS peers
    FROM measured
    GROUP BY peer_key
    HAVING count(*) >= 8
        AND CASE
            WHEN any_value(is_rate) THEN max(x) - min(x) > 3.5 / 0.6745
            ELSE max(x) > min(x) * exp(3.5 * 0.05 / 0.6745)
        END
),
peer AS (
    SELECT
        m.key,
        m.peer_key,
        m.is_rate,
        w.peers,
        CASE WHEN m.is_rate THEN m.x ELSE ln(m.x) END AS x
    FROM measured AS m
    JOIN wide AS w ON w.peer_key = m.peer_key
),
middle AS (
    SELECT peer_key, median(x) AS median_x, mad(x) AS mad_x FROM peer GROUP BY peer_key
),
scored AS (
    SELECT
        p.key,
        p.peers,
        p.is_rate,
        0.6745 * (p.x - m.median_x)
            / greatest(m.mad_x, CASE WHEN p.is_rate THEN 1 ELSE 0.05 END) AS score
    FROM peer AS p
    JOIN middle AS m ON m.peer_key = p.peer_key
),
offender AS (
    SELECT s.*, h.position, h.frequency_no, h.ordinal, h.indicator_no, h.region_no, h.previous_value, h.value
    FROM scored AS s
    JOIN change AS h ON h.key = s.key
    WHERE abs(s.score) > 3.5
),
shown AS (
    SELECT * FROM offender ORDER BY position LIMIT (SELECT finding_limit FROM check_parameters)
)
SELECT
    c.address,
    c.heading,
    c.value_text AS text,
    CASE WHEN s.is_rate THEN 'rate' ELSE '' END AS variant,
    r.name_zh AS place_zh,
    r.name_en AS place_en,
    period_of(s.frequency_no, s.ordinal) AS period,
    i.name_zh,
    i.name_en,
    s.peers - 1 AS peers,
    round(s.score, 1) AS score,
    s.previous_value,
    s.value AS after,
    i.kind = 'money' AS is_money,
    (SELECT count(*) FROM offender) AS total
FROM shown AS s
JOIN cell AS c ON c.position = s.position
JOIN catalogue_indicator AS i ON i.indicator_no = s.indicator_no
JOIN catalogue_region AS r ON r.region_no = s.region_no
ORDER BY s.position
