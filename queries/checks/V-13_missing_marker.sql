-- rule:     V-13 marks for a missing figure
-- severity: W
-- grain:    one row per mark and meaning
-- params:   none
-- columns:  address (first of them), heading, text, cells, variant, state
WITH marked AS (
    SELECT address, heading, position, status AS state, trim(value_text, ' 　') AS text
    FROM cell
    WHERE NOT is_total AND measure = '' AND state <> '' AND value_problem <> 'V-21'
)
SELECT
    arg_min(address, position) AS address,
    arg_min(heading, position) AS heading,
    text,
    count(*) AS cells,
    CASE WHEN text = '' THEN 'blank' ELSE '' END AS variant,
    state
FROM marked
GROUP BY text, state
ORDER BY min(position)
