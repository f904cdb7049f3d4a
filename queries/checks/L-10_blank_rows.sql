-- rule:     L-10 blank rows among the data
-- severity: I
-- grain:    one row if there are any
-- params:   none
-- columns:  address (first of them), text, cells
SELECT
    'A' || min(row_no) AS address,
    '' AS text,
    count(*) AS cells
FROM data_row
WHERE is_blank
HAVING count(*) > 0
