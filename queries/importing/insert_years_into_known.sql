-- insert_years_into_known: add the published years that are known by their parts only to known
-- params:  none
INSERT INTO known
SELECT
    key,
    CAST(indicator_of(key) AS INTEGER),
    CAST(region_of(key) AS INTEGER),
    0,
    CAST(ordinal_of(key) AS INTEGER),
    value,
    FALSE
FROM year_of_parts
WHERE NOT is_new
