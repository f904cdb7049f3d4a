-- find_unique_when_filled: whether every figure has a place and a period of its own after filling
-- grain:   one row
-- params:  $role (place, period: what is filled)
-- columns: is_unique (NULL without rows)
WITH keyed AS (
    SELECT place_text, period_text, indicator_text, count(*) AS row_count
    FROM filled_row
    GROUP BY place_text, period_text, indicator_text
),
-- A blank that continues a group has a row of the group over it, with another key.
own AS (
    SELECT CASE WHEN $role = 'place' THEN own_text ELSE own_period END AS text FROM filled_row
),
grouped AS (
    SELECT count(*) FILTER (WHERE text = '') AS blank, count(DISTINCT text) AS names FROM own
)
SELECT (SELECT max(row_count) FROM keyed) = 1
    -- One blank among filled cells is a cell that somebody forgot.
    AND (SELECT blank > 1 AND blank >= names - 1 FROM grouped) AS is_unique
