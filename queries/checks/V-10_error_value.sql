-- rule:     V-10 error value of a spreadsheet
-- severity: E
-- grain:    one row per cell
-- params:   none
-- columns:  address, heading, text
SELECT address, heading, value_text AS text
FROM cell
WHERE NOT is_total AND value_problem = 'V-10'
ORDER BY position
