-- cumulative: indicators whose parts of a year a person calls counted from its beginning
-- grain:   one row per indicator
-- params:  none
-- columns: indicator
-- filled:  dashboard/importing/checks/discrete.py
CREATE OR REPLACE TABLE cumulative (
    indicator VARCHAR
)
