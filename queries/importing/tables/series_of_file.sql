-- series_of_file: series where nothing is published (a view)
-- grain:   one row per key
-- params:  none
-- columns: key, value, is_new
-- filled:  here, by SQL
CREATE OR REPLACE VIEW series AS SELECT key, value, TRUE AS is_new FROM point
