-- insert_years_into_series: add the years that are known by their parts only to series
-- params:  none
INSERT INTO series
SELECT
    key,
    value,
    FALSE
FROM year_of_parts
