-- catalogue_region: the regions of the catalogue
-- grain:   one row per region
-- params:  none
-- columns: region_no, region_code, name_zh, name_en, level, level_no, rollup_no, territory_no,
-- columns: expected_children, is_mapped
-- filled:  dashboard/importing/checks/context.py
CREATE OR REPLACE TABLE catalogue_region (
    region_no INTEGER,  -- from 1, in the order of the catalogue
    region_code VARCHAR,
    name_zh VARCHAR,
    name_en VARCHAR,
    level VARCHAR,
    level_no INTEGER,
    rollup_no INTEGER,  -- the region whose sum it enters
    territory_no INTEGER,  -- the region it lies in
    expected_children INTEGER,
    is_mapped BOOLEAN
)
