-- count_filled_down: cells that were filled down (L-12)
-- grain:   one row
-- params:  $role (place, parent, period)
-- columns: row_count, first_row (NULL for none)
SELECT
    count(*) AS row_count,
    min(row_no) AS first_row
FROM filled_row
WHERE CASE $role
    WHEN 'place' THEN own_text = '' AND place_text <> ''
    WHEN 'parent' THEN parent_text = '' AND own_text <> ''
    ELSE own_period = '' AND period_text <> ''
END
