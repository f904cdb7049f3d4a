-- series: figures of the file and published ones; the file's come first
-- grain:   one row per key
-- params:  none
-- columns: key, value, is_new
-- filled:  here, by SQL
CREATE OR REPLACE TABLE series AS
SELECT key, value, TRUE AS is_new FROM point
UNION ALL
SELECT k.key, k.value, FALSE FROM known AS k ANTI JOIN point AS p ON p.key = k.key
