-- list_comparison: the comparison in the order of the file
-- grain:   one row per figure of the file
-- params:  none
-- columns: region_code, indicator, period, old_value, old_status, new_value, new_status, kind,
-- columns: address, note_zh, note_en
SELECT * EXCLUDE (position) FROM comparison ORDER BY position
