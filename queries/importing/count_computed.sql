-- count_computed: whether a column is just its two neighbours divided
-- grain:   one row
-- params:  $rate, $top, $bottom (numbers of columns), $factor, $rounding, $first, $last (row
-- params:  numbers)
-- columns: filled_count, equal_count
WITH value AS (
    SELECT
        TRY_CAST(fields[$rate] AS DOUBLE) AS rate,
        TRY_CAST(fields[$top] AS DOUBLE) * $factor
            / nullif(TRY_CAST(fields[$bottom] AS DOUBLE), 0) AS ratio,
        trim(fields[$rate]) <> '' AS is_filled
    FROM text_row
    WHERE row_no BETWEEN $first AND $last
)
SELECT
    count(*) FILTER (WHERE is_filled) AS filled_count,
    count(*) FILTER (WHERE is_filled AND abs(rate - ratio) <= $rounding) AS equal_count
FROM value
