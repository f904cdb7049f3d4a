-- list_conversions: units that were converted, with the first figure as an example
-- grain:   one row per indicator and text of a unit
-- params:  none
-- columns: indicator, from_unit, factor, before, after (in the base unit)
SELECT
    u.indicator,
    any_value(u.unit) AS from_unit,
    any_value(u.factor) AS factor,
    arg_min(c.value_text, c.position) FILTER (WHERE c.value IS NOT NULL) AS before,
    arg_min(c.value, c.position) FILTER (WHERE c.value IS NOT NULL) AS after
FROM unit_text AS u
JOIN cell AS c ON c.indicator = u.indicator AND c.unit_text = u.unit_text
WHERE u.factor IS NOT NULL AND u.factor <> 1 AND NOT c.has_unit_word AND c.scale IS NULL
GROUP BY u.indicator, u.unit_text
ORDER BY u.indicator, u.unit_text
