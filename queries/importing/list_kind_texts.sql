-- list_kind_texts: the different texts of kinds of targets
-- grain:   one row per text
-- params:  $limit
-- columns: kind_text
SELECT DISTINCT
    kind_text
FROM cell_text
ORDER BY kind_text
LIMIT $limit
