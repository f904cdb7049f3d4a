-- targets: what is to be reached, of uploads that stand; the newest wins
-- A demonstration target is not held against a real figure, nor one that is partly real.
-- grain:   one row per indicator, region, year and kind; regions: $region and its direct children
-- params:  $region (region code)
-- columns: indicator, region_code, year, value (base unit), kind (annual, plan)
SELECT
    q.indicator,
    q.region_code,
    q.year,
    q.value,
    q.kind
FROM (
    SELECT
        t.indicator,
        t.region_code,
        t.year,
        t.value,
        t.kind,
        row_number() OVER (
            PARTITION BY t.indicator, t.region_code, t.year, t.kind
            ORDER BY t.upload_id DESC
        ) AS place
    FROM target AS t
    INNER JOIN listing AS r ON t.region_code = r.region_code
    INNER JOIN upload AS u ON t.upload_id = u.upload_id
    LEFT JOIN upload AS x ON t.upload_id = x.undoes
    -- The regions are named here too: the join alone would read the figures of the whole country.
    LEFT JOIN (
        SELECT
            g.indicator,
            g.region_code,
            g.year,
            g.value,
            g.is_demonstration,
            g.is_mixed
        FROM figure AS g
        INNER JOIN listing AS s ON g.region_code = s.region_code
        WHERE s.page_code = $region
    ) AS f
        ON t.indicator = f.indicator AND t.region_code = f.region_code AND t.year = f.year
    WHERE
        x.upload_id IS NULL
        AND (
            u.kind <> 'demonstration'
            OR f.value IS NULL
            OR (f.is_demonstration AND NOT f.is_mixed)
        )
        AND r.page_code = $region
) AS q
WHERE q.place = 1
ORDER BY q.indicator, q.region_code, q.year, q.kind
