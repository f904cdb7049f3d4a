-- rule:     T-04 year in the future or long past
-- severity: E
-- grain:    one row per text
-- params:   none
-- columns:  address (first of them), text, cells, first, last
SELECT
    arg_min(
        coalesce(f.period_address, column_letter(f.period_column) || c.row_no), c.position
    ) AS address,
    c.period_text AS text,
    count(*) AS cells,
    any_value(l.first_year) AS first,
    any_value(l.this_year + m.years_ahead) AS last
FROM cell AS c
CROSS JOIN layout AS l
-- Targets are of years to come, and a break can be known beforehand.
JOIN (VALUES ('', 0), ('break', 1), ('annual', 10), ('plan', 10)) AS m (measure, years_ahead)
    ON m.measure = c.measure
JOIN block_column AS f ON f.block = c.block AND f.column_no = c.column_no
WHERE c.year > l.this_year + m.years_ahead OR c.year < l.first_year
GROUP BY c.period_text, m.years_ahead
ORDER BY min(c.position)
