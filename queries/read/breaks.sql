-- breaks: the first years whose figures cannot be compared with those before, of uploads that stand, and what follows
-- A break of a part is one of its rate, and one of a region is one of the sums that it is in, in any year.
-- grain:   one row per indicator, region and year and the region that it comes from; an empty region_code means all regions
-- params:  none
-- columns: indicator, region_code, year, reason_zh, reason_en, origin_region (where the break was said to be)
WITH RECURSIVE said AS (
    SELECT
        b.indicator,
        b.region_code,
        b.year,
        b.reason_zh,
        b.reason_en,
        b.region_code AS origin_region
    FROM series_break AS b
    LEFT JOIN upload AS x ON b.upload_id = x.undoes
    WHERE x.upload_id IS NULL
    -- The newest says why.
    QUALIFY row_number() OVER (
        PARTITION BY b.indicator, b.region_code, b.year
        ORDER BY b.upload_id DESC
    ) = 1
),

spread AS (
    FROM said
    UNION
    SELECT s.* REPLACE (i.indicator AS indicator)
    FROM said AS s
    INNER JOIN indicator AS i ON s.indicator IN (i.numerator, i.denominator) AND i.region_rule = 'ratio'
    UNION
    SELECT s.* REPLACE (r.rollup_code AS region_code)
    FROM spread AS s
    INNER JOIN rollup AS r ON s.region_code = r.region_code
    WHERE
        EXISTS (
            SELECT 1
            FROM figure AS f
            WHERE
                f.indicator = s.indicator
                AND f.region_code = r.rollup_code
                AND position(s.region_code IN f.reporters) > 0
        )
)

SELECT
    s.indicator,
    s.region_code,
    s.year,
    s.reason_zh,
    s.reason_en,
    s.origin_region
FROM spread AS s
ORDER BY s.indicator, s.region_code, s.year, s.origin_region
