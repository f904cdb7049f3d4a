-- indicator_text: what each text of an indicator means
-- grain:   one row per text
-- params:  none
-- columns: indicator_text, indicator, problem, variant, unit_in_name, kind, unit_zh, unit_en,
-- columns: name_zh, name_en, suggestions, maximum, measure
-- filled:  dashboard/importing/cells/resolution.py
CREATE OR REPLACE TABLE indicator_text (
    indicator_text VARCHAR,
    indicator VARCHAR,
    problem VARCHAR,
    variant VARCHAR,
    unit_in_name VARCHAR,
    kind VARCHAR,
    unit_zh VARCHAR,
    unit_en VARCHAR,
    name_zh VARCHAR,
    name_en VARCHAR,
    suggestions VARCHAR,
    maximum DOUBLE,
    measure VARCHAR  -- annual, plan: the text says that its rows are targets
)
