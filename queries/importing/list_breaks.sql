-- list_breaks: the breaks in series of the file that would be published, beside those published
-- grain:   one row per indicator, region and year
-- params:  none
-- columns: indicator, region_code ('' for all regions), year, reason_zh, reason_en, old_reason_zh,
-- columns: old_reason_en, change (new, changed, unchanged), address
SELECT
    indicator,
    region_code,
    year,
    reason_zh,
    reason_en,
    old_reason_zh,
    old_reason_en,
    change,
    address
FROM attached
WHERE measure = 'break' AND NOT differs AND position = first_position
ORDER BY position
