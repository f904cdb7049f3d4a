-- subtotal: whose sum a bare subtotal is
-- grain:   one row per table and row
-- params:  none
-- columns: block, row_no, region_code
-- filled:  dashboard/importing/cells/cells.py
CREATE OR REPLACE TABLE subtotal (
    block INTEGER,
    row_no INTEGER,
    region_code VARCHAR
)
