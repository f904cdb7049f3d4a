-- list_batches: the batches of affected, in order
-- columns: batch
SELECT DISTINCT a.batch
FROM affected AS a
ORDER BY a.batch
