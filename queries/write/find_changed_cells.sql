-- find_changed_cells: the cells of an upload that is being published, before `observation` follows the log
-- params: $upload_id
CREATE OR REPLACE TEMP TABLE touched_cell AS
SELECT
    l.indicator,
    l.region_code,
    l.period,
    o.indicator IS NULL OR o.is_demonstration OR o.value IS DISTINCT FROM l.value AS is_changed
FROM observation_log AS l
LEFT JOIN observation AS o
    ON l.indicator = o.indicator AND l.region_code = o.region_code AND l.period = o.period
WHERE l.upload_id = $upload_id
