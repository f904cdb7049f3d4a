-- find_changed_cells: what an upload that is being published says, before `observation` follows the log
-- Targets and breaks in series are cells of their year; a break everywhere has no region_code.
-- params: $upload_id
CREATE OR REPLACE TEMP TABLE touched_cell AS
WITH standing_target AS (
    SELECT
        t.indicator,
        t.region_code,
        t.year,
        t.kind,
        arg_max(t.value, t.upload_id) AS value
    FROM target AS t
    LEFT JOIN upload AS x ON t.upload_id = x.undoes
    WHERE t.upload_id < $upload_id AND x.upload_id IS NULL
    GROUP BY t.indicator, t.region_code, t.year, t.kind
),

standing_break AS (
    SELECT
        b.indicator,
        b.region_code,
        b.year,
        arg_max(b.reason_zh || b.reason_en, b.upload_id) AS reason
    FROM series_break AS b
    LEFT JOIN upload AS x ON b.upload_id = x.undoes
    WHERE b.upload_id < $upload_id AND x.upload_id IS NULL
    GROUP BY b.indicator, b.region_code, b.year
)

SELECT
    l.indicator,
    l.region_code,
    l.period,
    o.indicator IS NULL OR o.is_demonstration OR o.value IS DISTINCT FROM l.value AS is_changed
FROM observation_log AS l
LEFT JOIN observation AS o
    ON l.indicator = o.indicator AND l.region_code = o.region_code AND l.period = o.period
WHERE l.upload_id = $upload_id
UNION ALL
SELECT
    t.indicator,
    t.region_code,
    CAST(t.year AS VARCHAR) AS period,
    s.value IS DISTINCT FROM t.value AS is_changed
FROM target AS t
LEFT JOIN standing_target AS s
    ON
        t.indicator = s.indicator AND t.region_code = s.region_code AND t.year = s.year
        AND t.kind = s.kind
WHERE t.upload_id = $upload_id
UNION ALL
SELECT
    b.indicator,
    b.region_code,
    CAST(b.year AS VARCHAR) AS period,
    s.reason IS DISTINCT FROM b.reason_zh || b.reason_en AS is_changed
FROM series_break AS b
LEFT JOIN standing_break AS s
    ON b.indicator = s.indicator AND b.region_code = s.region_code AND b.year = s.year
WHERE b.upload_id = $upload_id
