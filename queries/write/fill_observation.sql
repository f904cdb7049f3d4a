-- fill_observation: add the row that stands in each cell: the newest one that is not withdrawn
-- params: $as_of (upload id), $is_whole (true: all cells; false: those in held)
INSERT INTO observation
WITH standing AS (
    SELECT
        u.upload_id,
        u.kind = 'demonstration' AS is_demonstration
    FROM upload AS u
    LEFT JOIN upload AS x ON u.upload_id = x.undoes AND x.upload_id <= $as_of
    WHERE u.upload_id <= $as_of AND u.kind <> 'undo' AND x.upload_id IS NULL
),

ordered AS (
    SELECT
        l.indicator,
        l.region_code,
        l.period,
        l.year,
        l.frequency,
        l.value,
        l.status,
        l.source,
        l.note_zh,
        l.note_en,
        l.upload_id,
        s.is_demonstration,
        row_number() OVER newest_first AS place,
        -- Only a number is revised: a first number after a state is late, not revised, and one that
        -- replaces a demonstration figure is the first that is real.
        min(CASE WHEN NOT s.is_demonstration THEN l.value END) OVER cell AS least,
        max(CASE WHEN NOT s.is_demonstration THEN l.value END) OVER cell AS most
    FROM observation_log AS l
    INNER JOIN standing AS s ON l.upload_id = s.upload_id
    WHERE
        $is_whole
        OR EXISTS (
            SELECT 1
            FROM held AS h
            WHERE h.indicator = l.indicator AND h.region_code = l.region_code AND h.period = l.period
        )
    WINDOW
        cell AS (PARTITION BY l.indicator, l.region_code, l.period),
        newest_first AS (
            PARTITION BY l.indicator, l.region_code, l.period
            ORDER BY CASE WHEN s.is_demonstration THEN 1 ELSE 0 END, l.upload_id DESC
        )
)

SELECT
    o.indicator,
    o.region_code,
    o.period,
    o.year,
    o.frequency,
    o.value,
    o.status,
    o.source,
    o.note_zh,
    o.note_en,
    o.upload_id,
    o.is_demonstration,
    o.value IS NOT NULL AND coalesce(o.least < o.most, FALSE) AS is_revised
FROM ordered AS o
WHERE o.place = 1
ORDER BY o.indicator, o.region_code, o.year, o.period
