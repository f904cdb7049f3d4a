-- rule:     V-15 negative in accounting style
-- severity: I
-- grain:    one row if there are any
-- params:   none
-- columns:  address (first of them), heading, text, cells, after
SELECT
    arg_min(address, position) AS address,
    arg_min(heading, position) AS heading,
    arg_min(value_text, position) AS text,
    count(*) AS cells,
    arg_min(coalesce(cumulative, value), position) AS after
FROM cell
WHERE NOT is_total AND is_accounting AND value IS NOT NULL
HAVING count(*) > 0
