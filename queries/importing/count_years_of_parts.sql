-- count_years_of_parts: how many years are known by their parts only
-- grain:   one row
-- params:  none
-- columns: year_count
SELECT count(*) AS year_count FROM year_of_parts
