-- unit_text: what each text of a unit means for each indicator
-- grain:   one row per indicator and text
-- params:  none
-- columns: indicator, unit_text, unit, factor, problem
-- filled:  dashboard/importing/cells/resolution.py
CREATE OR REPLACE TABLE unit_text (
    indicator VARCHAR,
    unit_text VARCHAR,
    unit VARCHAR,  -- as it was understood
    factor DOUBLE,  -- to the base unit; NULL if not understood
    problem VARCHAR
)
