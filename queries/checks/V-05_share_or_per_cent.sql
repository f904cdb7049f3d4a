-- rule:     V-05 rate that may be a share or per cent
-- severity: E
-- grain:    one row per indicator and column
-- params:   none
-- columns:  address (first of them), heading, text, cells
SELECT
    arg_min(address, position) AS address,
    any_value(heading) AS heading,
    arg_min(value_text, position) AS text,
    count(*) AS cells
FROM cell
WHERE NOT is_total
    AND kind = 'rate'
    AND value_problem = ''
    AND NOT is_percent
    AND unit_factor = 1
    AND abs(number) > 0
    AND abs(number) <= 1
GROUP BY indicator, column_no
ORDER BY min(position)
