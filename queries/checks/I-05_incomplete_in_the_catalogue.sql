-- rule:     I-05 entry of the catalogue is incomplete
-- severity: E
-- grain:    one row per indicator
-- params:   none
-- columns:  address (first of them), heading, text, cells, name_zh, name_en, lacking
WITH incomplete AS (
    SELECT
        indicator,
        name_zh,
        name_en,
        concat_ws(
            ', ',
            CASE WHEN name_zh = '' OR name_en = '' THEN 'name' END,
            CASE WHEN unit_zh = '' OR unit_en = '' THEN 'unit' END,
            CASE WHEN decimals IS NULL OR decimals < 0 THEN 'decimals' END,
            CASE WHEN measure = '' THEN 'measure' END,
            CASE WHEN region_rule = '' THEN 'region_rule' END
        ) AS lacking
    FROM catalogue_indicator
),
counted AS (
    SELECT c.indicator, min(c.position) AS position, count(*) AS cells
    FROM cell AS c
    SEMI JOIN (SELECT indicator FROM incomplete WHERE lacking <> '') AS x
        ON x.indicator = c.indicator
    GROUP BY c.indicator
)
SELECT
    c.address,
    c.heading,
    k.indicator AS text,
    k.cells,
    x.name_zh,
    x.name_en,
    x.lacking
FROM counted AS k
JOIN incomplete AS x ON x.indicator = k.indicator
JOIN cell AS c ON c.position = k.position
ORDER BY k.position
