-- find_undone_cells: the cells in which an upload that is being undone stands; demonstration is nobody's
-- Its targets and breaks in series are cells of their year, unless a later upload gave them anew.
-- params: $upload_id
CREATE OR REPLACE TEMP TABLE touched_cell AS
WITH later AS (
    SELECT u.upload_id
    FROM upload AS u
    LEFT JOIN upload AS x ON u.upload_id = x.undoes
    WHERE u.upload_id > $upload_id AND u.kind <> 'undo' AND x.upload_id IS NULL
)

SELECT
    o.indicator,
    o.region_code,
    o.period,
    TRUE AS is_changed
FROM observation AS o
WHERE o.upload_id = $upload_id AND NOT o.is_demonstration
UNION ALL
SELECT
    t.indicator,
    t.region_code,
    CAST(t.year AS VARCHAR) AS period,
    TRUE AS is_changed
FROM target AS t
INNER JOIN upload AS u ON t.upload_id = u.upload_id
WHERE
    t.upload_id = $upload_id
    AND u.kind <> 'demonstration'
    AND NOT EXISTS (
        SELECT 1
        FROM target AS n
        INNER JOIN later AS l ON n.upload_id = l.upload_id
        WHERE
            n.indicator = t.indicator AND n.region_code = t.region_code AND n.year = t.year
            AND n.kind = t.kind
    )
UNION ALL
SELECT
    b.indicator,
    b.region_code,
    CAST(b.year AS VARCHAR) AS period,
    TRUE AS is_changed
FROM series_break AS b
INNER JOIN upload AS u ON b.upload_id = u.upload_id
WHERE
    b.upload_id = $upload_id
    AND u.kind <> 'demonstration'
    AND NOT EXISTS (
        SELECT 1
        FROM series_break AS n
        INNER JOIN later AS l ON n.upload_id = l.upload_id
        WHERE n.indicator = b.indicator AND n.region_code = b.region_code AND n.year = b.year
    )
