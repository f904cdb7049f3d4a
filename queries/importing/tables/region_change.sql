-- region_change: regions that were renamed, parted or joined
-- grain:   one row per former region, or per new one that had none
-- params:  none
-- columns: effective_year, effective, from_code, from_name, to_code, to_name
-- filled:  dashboard/importing/checks/context.py
CREATE OR REPLACE TABLE region_change (
    effective_year INTEGER,
    effective VARCHAR,
    from_code VARCHAR,
    from_name VARCHAR,
    to_code VARCHAR,
    to_name VARCHAR
)
