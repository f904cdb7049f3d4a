-- measure_last_column: the last cells of the rows before one that are as wide
-- grain:   one row
-- params:  $width (cells), $row
-- columns: row_count, blank_count, shortest (characters of a cell with digits)
SELECT
    count(*) AS row_count,
    count(*) FILTER (WHERE trim(fields[-1]) = '') AS blank_count,
    min(length(fields[-1])) FILTER (WHERE regexp_matches(fields[-1], '[0-9]')) AS shortest
FROM text_row
WHERE len(fields) = $width AND row_no < $row
