-- kind_text: what each text in a column of kinds means
-- grain:   one row per text
-- params:  none
-- columns: kind_text, measure
-- filled:  dashboard/importing/cells/resolution.py
CREATE OR REPLACE TABLE kind_text (
    kind_text VARCHAR,
    measure VARCHAR  -- annual, plan, actual; '' if not understood or blank
)
