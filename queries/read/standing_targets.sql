-- standing_targets: the targets of some indicators that stand, to compare an upload with
-- grain:   one row per indicator, region, year and kind
-- params:  $indicators (',code,code,')
-- columns: indicator, region_code, year, kind (annual, plan), value (base unit)
SELECT
    q.indicator,
    q.region_code,
    q.year,
    q.kind,
    q.value
FROM (
    SELECT
        t.indicator,
        t.region_code,
        t.year,
        t.kind,
        t.value,
        row_number() OVER (
            PARTITION BY t.indicator, t.region_code, t.year, t.kind
            ORDER BY t.upload_id DESC
        ) AS place
    FROM target AS t
    LEFT JOIN upload AS x ON t.upload_id = x.undoes
    WHERE x.upload_id IS NULL AND position(',' || t.indicator || ',' IN $indicators) > 0
) AS q
WHERE q.place = 1
ORDER BY q.indicator, q.region_code, q.year, q.kind
