-- status_text: what each word for a status means
-- grain:   one row per text
-- params:  none
-- columns: status_text, status
-- filled:  dashboard/importing/cells/resolution.py
CREATE OR REPLACE TABLE status_text (
    status_text VARCHAR,
    status VARCHAR  -- '' if not understood
)
