-- period_text: what each text of a period means
-- grain:   one row per text
-- params:  none
-- columns: period_text, period, year, frequency, problem, doubt
-- filled:  dashboard/importing/cells/resolution.py
CREATE OR REPLACE TABLE period_text (
    period_text VARCHAR,
    period VARCHAR,  -- SDMX; '' if not understood
    year INTEGER,
    frequency VARCHAR,  -- A, Q, M
    problem VARCHAR,
    doubt VARCHAR
)
