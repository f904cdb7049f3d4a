-- rule:     V-03 thousands separators
-- severity: I/E
-- grain:    one row for all regular ones, one row per irregular cell
-- params:   none
-- columns:  address, heading, text, cells, variant
WITH regular AS (
    SELECT
        arg_min(address, position) AS address,
        arg_min(heading, position) AS heading,
        arg_min(value_text, position) AS text,
        count(*) AS cells,
        '' AS variant,
        CAST(0 AS BIGINT) AS position
    FROM cell
    WHERE NOT is_total AND is_grouped AND value_problem = ''
    HAVING count(*) > 0
),
irregular AS (
    SELECT address, heading, value_text AS text, 1 AS cells, 'irregular' AS variant, position
    FROM cell
    WHERE NOT is_total AND value_problem = 'V-03'
)
SELECT address, heading, text, cells, variant
FROM (SELECT * FROM regular UNION ALL SELECT * FROM irregular)
ORDER BY position
