-- indicator_name: every name of an indicator
-- grain:   one row per name
-- params:  none
-- columns: name, label
-- filled:  dashboard/importing/checks/context.py
CREATE OR REPLACE TABLE indicator_name (
    name VARCHAR,  -- without spaces, in lower case
    label VARCHAR  -- as suggestions are shown
)
