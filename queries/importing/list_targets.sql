-- list_targets: the targets of the file that would be published, beside those published
-- grain:   one row per indicator, region, year and kind
-- params:  none
-- columns: indicator, region_code, year, kind (annual, plan), value, old_value, change (new,
-- columns: changed, unchanged), address
SELECT
    indicator,
    region_code,
    year,
    measure AS kind,
    value,
    old_value,
    change,
    address
FROM attached
WHERE measure <> 'break' AND NOT differs AND position = first_position
ORDER BY position
