-- count_doubled: how many acts are there twice
-- columns: doubled_count
SELECT count(*) AS doubled_count
FROM doubled AS d
