-- breaks: the first years whose figures cannot be compared with those before, of uploads that stand
-- grain:   one row per indicator, region and year; an empty region_code means all regions
-- params:  none
-- columns: indicator, region_code, year, reason_zh, reason_en
SELECT DISTINCT
    b.indicator,
    b.region_code,
    b.year,
    b.reason_zh,
    b.reason_en
FROM series_break AS b
LEFT JOIN upload AS x ON b.upload_id = x.undoes
WHERE x.upload_id IS NULL
ORDER BY b.indicator, b.region_code, b.year
