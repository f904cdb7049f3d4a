-- attached: targets and breaks in series of the file, beside those published
-- grain:   one row per usable cell of either kind; of equal ones the first is the one to publish
-- params:  none
-- columns: position, address, measure (annual, plan, break), indicator, indicator_no, region_code,
-- columns: region_no (NULL for a break everywhere), year, value, reason_zh, reason_en, old_value,
-- columns: old_reason_zh, old_reason_en, change (new, changed, unchanged), first_position, differs
-- filled:  here, by SQL
CREATE OR REPLACE TABLE attached AS
WITH said AS (
    SELECT
        c.position,
        c.address,
        c.measure,
        c.indicator,
        i.indicator_no,
        c.region_code,
        r.region_no,
        c.year,
        c.value,
        CASE WHEN c.measure = 'break' THEN trim(c.note_zh, ' 　') ELSE '' END AS reason_zh,
        CASE WHEN c.measure = 'break' THEN trim(c.note_en, ' 　') ELSE '' END AS reason_en
    FROM cell AS c
    JOIN catalogue_indicator AS i ON i.indicator = c.indicator
    LEFT JOIN catalogue_region AS r ON r.region_code = c.region_code
    WHERE c.measure <> '' AND c.is_usable
),
compared AS (
    SELECT
        s.*,
        t.value AS old_value,
        b.reason_zh AS old_reason_zh,
        b.reason_en AS old_reason_en,
        CASE
            WHEN t.indicator IS NULL AND b.indicator IS NULL THEN 'new'
            WHEN abs(t.value - s.value) <= 1e-9 * greatest(abs(t.value), abs(s.value)) THEN 'unchanged'
            WHEN b.reason_zh = s.reason_zh AND b.reason_en = s.reason_en THEN 'unchanged'
            ELSE 'changed'
        END AS change
    FROM said AS s
    LEFT JOIN published_target AS t
        ON t.indicator = s.indicator AND t.region_code = s.region_code AND t.year = s.year
        AND t.kind = s.measure
    LEFT JOIN published_break AS b
        ON s.measure = 'break' AND b.indicator = s.indicator AND b.region_code = s.region_code
        AND b.year = s.year
)
SELECT
    *,
    min(position) OVER same AS first_position,
    min(value) OVER same IS DISTINCT FROM max(value) OVER same
        OR min(reason_zh) OVER same <> max(reason_zh) OVER same
        OR min(reason_en) OVER same <> max(reason_en) OVER same AS differs
FROM compared
WINDOW same AS (PARTITION BY measure, indicator, region_code, year)
ORDER BY position
