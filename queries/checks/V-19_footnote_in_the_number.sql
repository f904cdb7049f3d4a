-- rule:     V-19 number with the mark of a footnote
-- severity: W
-- grain:    one row per text
-- params:   none
-- columns:  address (first of them), heading, text, cells, after, is_money
SELECT
    arg_min(address, position) AS address,
    arg_min(heading, position) AS heading,
    value_text AS text,
    count(*) AS cells,
    any_value(number) AS after,
    any_value(kind) = 'money' AS is_money
FROM cell
WHERE NOT is_total AND has_note AND value_problem = ''
GROUP BY value_text
ORDER BY min(position)
