-- list_units_of_cells: the units in a column of units
-- grain:   one row per text
-- params:  $limit
-- columns: unit_text
SELECT DISTINCT unit_text
FROM cell
ORDER BY unit_text
LIMIT $limit
