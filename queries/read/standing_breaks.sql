-- standing_breaks: the breaks in series of some indicators that stand, to compare an upload with
-- grain:   one row per indicator, region ('' for all regions) and year
-- params:  $indicators (',code,code,')
-- columns: indicator, region_code, year, reason_zh, reason_en
SELECT
    q.indicator,
    q.region_code,
    q.year,
    q.reason_zh,
    q.reason_en
FROM (
    SELECT
        b.indicator,
        b.region_code,
        b.year,
        b.reason_zh,
        b.reason_en,
        row_number() OVER (
            PARTITION BY b.indicator, b.region_code, b.year
            ORDER BY b.upload_id DESC
        ) AS place
    FROM series_break AS b
    LEFT JOIN upload AS x ON b.upload_id = x.undoes
    WHERE x.upload_id IS NULL AND position(',' || b.indicator || ',' IN $indicators) > 0
) AS q
WHERE q.place = 1
ORDER BY q.indicator, q.region_code, q.year
