-- ceiling: the most that an indicator can be at a level; a rate has rule V-06
-- grain:   one row per indicator and level
-- params:  none
-- columns: indicator_no, level_no, highest
-- filled:  dashboard/importing/checks/context.py
CREATE OR REPLACE TABLE ceiling (
    indicator_no INTEGER,
    level_no INTEGER,
    highest DOUBLE
)
