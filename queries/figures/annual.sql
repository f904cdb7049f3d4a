-- annual: one answer of a region for a year: a number before a state, the year's own row before its quarters and months
-- But a year that is confidential stays so, whatever its quarters were.
-- grain:   one row per indicator, region and year
-- reads:   part, within_year
-- columns: indicator, region_code, year, num, den, latest_period, status, upload_id, quality_flags, is_whole_year
WITH answer AS (
    SELECT
        p.indicator,
        p.region_code,
        p.year,
        p.num,
        p.den,
        p.period AS latest_period,
        p.status,
        p.upload_id,
        p.quality_flags,
        TRUE AS is_whole_year,
        1 AS place
    FROM part AS p
    WHERE p.frequency = 'A'
    UNION ALL BY NAME
    SELECT
        *,
        2 AS place
    FROM within_year
)

SELECT * EXCLUDE (place)
FROM answer
QUALIFY row_number() OVER (
    PARTITION BY indicator, region_code, year
    ORDER BY
        place = 1 AND status = 'confidential' DESC,
        num IS NULL,
        -- Of states the one that hides something.
        num IS NULL AND status = 'confidential' DESC,
        place
) = 1
