-- list_status_texts: the different words for a status
-- grain:   one row per text
-- params:  $limit
-- columns: status_text
SELECT DISTINCT
    status_text
FROM cell_text
ORDER BY status_text
LIMIT $limit
