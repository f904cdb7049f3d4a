-- find_undone_cells: the cells in which an upload that is being undone stands; demonstration is nobody's
-- params: $upload_id
CREATE OR REPLACE TEMP TABLE touched_cell AS
SELECT
    o.indicator,
    o.region_code,
    o.period,
    TRUE AS is_changed
FROM observation AS o
WHERE o.upload_id = $upload_id AND NOT o.is_demonstration
