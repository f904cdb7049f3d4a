-- mark: marks and words that stand in the place of a missing figure
-- grain:   one row per mark
-- params:  none
-- columns: mark, state
-- filled:  dashboard/importing/cells/values.py
CREATE OR REPLACE TABLE mark (
    mark VARCHAR,
    state VARCHAR
)
