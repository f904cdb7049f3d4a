-- locked: periods that are approved
-- grain:   one row per indicator and period
-- params:  none
-- columns: indicator, period
-- filled:  dashboard/importing/checks/context.py
CREATE OR REPLACE TABLE locked (
    indicator VARCHAR,  -- '' for all
    period VARCHAR
)
