-- closing: closing dates
-- grain:   one row per indicator and period
-- params:  none
-- columns: indicator, period, closes_on
-- filled:  dashboard/importing/checks/context.py
CREATE OR REPLACE TABLE closing (
    indicator VARCHAR,  -- '' for all
    period VARCHAR,
    closes_on DATE  -- the last day
)
