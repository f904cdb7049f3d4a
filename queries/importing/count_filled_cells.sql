-- count_filled_cells: how many cells of a column are filled
-- grain:   one row
-- params:  $column (number), $first, $last (row numbers)
-- columns: cell_count
SELECT count(*) AS cell_count
FROM text_row
WHERE row_no BETWEEN $first AND $last AND trim(fields[$column], ' 　') <> ''
