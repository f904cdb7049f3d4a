-- count_personal: how many cells have numbers of persons
-- grain:   one row
-- params:  none
-- columns: cell_count
SELECT count(*) AS cell_count FROM personal
