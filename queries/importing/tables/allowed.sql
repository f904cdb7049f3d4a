-- allowed: regions that the user may upload for
-- grain:   one row per region; none where all are allowed
-- params:  none
-- columns: region_code
-- filled:  dashboard/importing/checks/context.py
CREATE OR REPLACE TABLE allowed (
    region_code VARCHAR
)
