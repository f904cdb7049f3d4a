-- relation: what the catalogue says of indicators beside each other
-- grain:   one row per relation and indicator on its right
-- params:  none
-- columns: relation_no, relation, left_no, right_no, right_count, reason_zh, reason_en
-- filled:  dashboard/importing/checks/context.py
CREATE OR REPLACE TABLE relation (
    relation_no INTEGER,
    relation VARCHAR,
    left_no INTEGER,
    right_no INTEGER,
    right_count INTEGER,
    reason_zh VARCHAR,
    reason_en VARCHAR
)
