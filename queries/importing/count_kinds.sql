-- count_kinds: how many figures are new, changed, unchanged
-- grain:   one row per kind that there is
-- params:  none
-- columns: kind, figure_count
SELECT
    kind,
    count(*) AS figure_count
FROM comparison
GROUP BY kind
ORDER BY kind
