-- rule:     C-01 changes to published figures
-- severity: I
-- grain:    one row per changed figure
-- params:   none
-- columns:  address, text, place_zh, place_en, period, name_zh, name_en, before, after
SELECT
    k.address,
    coalesce(CAST(k.new_value AS VARCHAR), k.new_status) AS text,
    p.name_zh AS place_zh,
    p.name_en AS place_en,
    k.period,
    i.name_zh,
    i.name_en,
    k.old_value,
    k.old_status AS old_state,
    k.new_value,
    k.new_status AS new_state
FROM comparison AS k
JOIN (SELECT DISTINCT region_code, name_zh, name_en FROM place_text) AS p
    ON p.region_code = k.region_code
JOIN (SELECT DISTINCT indicator, name_zh, name_en FROM indicator_text) AS i
    ON i.indicator = k.indicator
WHERE k.kind = 'changed'
ORDER BY k.indicator, k.region_code, k.period
