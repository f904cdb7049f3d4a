-- rule:     G-06 target or break in a series given twice, alike or otherwise
-- severity: E/I
-- grain:    one row per cell after the first
-- params:   none
-- columns:  address, text, variant, place_zh, place_en, year, name_zh, name_en, first_text,
-- columns:  first_address
SELECT
    a.address,
    CASE WHEN a.measure = 'break' THEN a.reason_zh ELSE c.value_text END AS text,
    CASE WHEN a.measure = 'break' THEN 'break' ELSE 'target' END
        || CASE WHEN a.differs THEN '_differs' ELSE '' END AS variant,
    coalesce(r.name_zh, '全部地区') AS place_zh,
    coalesce(r.name_en, 'all regions') AS place_en,
    a.year,
    i.name_zh,
    i.name_en,
    CASE WHEN a.measure = 'break' THEN o.note_zh ELSE o.value_text END AS first_text,
    o.address AS first_address
FROM attached AS a
JOIN cell AS c ON c.position = a.position
JOIN cell AS o ON o.position = a.first_position
JOIN catalogue_indicator AS i ON i.indicator = a.indicator
LEFT JOIN catalogue_region AS r ON r.region_code = a.region_code
WHERE a.position <> a.first_position
ORDER BY a.position
