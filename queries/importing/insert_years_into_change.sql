-- insert_years_into_change: add the file's years that are known by their parts only to change
-- params:  none
INSERT INTO change
SELECT
    y.key,
    CAST(indicator_of(y.key) AS INTEGER),
    CAST(region_of(y.key) AS INTEGER),
    0,
    CAST(ordinal_of(y.key) AS INTEGER),
    y.position,
    y.value,
    s.value,
    TRUE
FROM year_of_parts AS y
JOIN series AS s ON s.key = y.key - 1
WHERE y.is_new
