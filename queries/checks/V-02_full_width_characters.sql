-- rule:     V-02 full-width digits and odd spaces
-- severity: I
-- grain:    one row if there are any
-- params:   none
-- columns:  address (first of them), heading, text, cells
SELECT
    arg_min(address, position) AS address,
    arg_min(heading, position) AS heading,
    arg_min(value_text, position) AS text,
    count(*) AS cells
FROM cell
WHERE NOT is_total AND is_full_width AND state = '' AND value_problem = ''
HAVING count(*) > 0
