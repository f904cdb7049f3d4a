-- revisions: what came into the log or was withdrawn between two data versions, in a region and all below it
-- grain:   one row per indicator, region, year and upload
-- params:  $region (region code), $indicators (',code,code,' or '' for all), $first, $last (data versions)
-- columns: indicator, region_code, year, upload_id (that published it), undone_by (NULL where it stands)
SELECT DISTINCT
    l.indicator,
    l.region_code,
    l.year,
    l.upload_id,
    x.upload_id AS undone_by
FROM observation_log AS l
INNER JOIN region AS r ON l.region_code = r.region_code
LEFT JOIN upload AS x ON l.upload_id = x.undoes AND x.upload_id <= $last
WHERE
    ($indicators = '' OR position(',' || l.indicator || ',' IN $indicators) > 0)
    AND position('/' || $region || '/' IN r.path) > 0
    AND (
        (l.upload_id > $first AND l.upload_id <= $last AND x.upload_id IS NULL)
        OR (l.upload_id <= $first AND x.upload_id > $first)
    )
ORDER BY l.indicator, l.region_code, l.year, l.upload_id
