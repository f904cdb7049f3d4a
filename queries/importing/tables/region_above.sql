-- region_above: the regions whose sum a region enters, however many steps above
-- grain:   one row per region and region above
-- params:  none
-- columns: region_no, above_no, steps
-- filled:  dashboard/importing/checks/context.py
CREATE OR REPLACE TABLE region_above (
    region_no INTEGER,
    above_no INTEGER,
    steps INTEGER
)
