-- count_blanks: how many cells of a column are blank, and its first one
-- grain:   one row
-- params:  $column (number), $block
-- columns: blank_count, first_text (NULL without rows)
SELECT
    count(*) FILTER (WHERE trim(coalesce(t.fields[$column], ''), ' 　') = '') AS blank_count,
    trim(arg_min(coalesce(t.fields[$column], ''), t.row_no), ' 　') AS first_text
FROM data_row AS t
JOIN block AS b ON b.block = $block AND t.row_no > b.head_row AND t.row_no <= b.last_row
WHERE NOT t.is_blank
