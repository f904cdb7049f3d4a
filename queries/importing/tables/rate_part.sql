-- rate_part: the parts of rates, each with the other one
-- grain:   two rows per rate
-- params:  none
-- columns: rate_no, part_no, other_no
-- filled:  dashboard/importing/checks/context.py
CREATE OR REPLACE TABLE rate_part (
    rate_no INTEGER,
    part_no INTEGER,
    other_no INTEGER
)
