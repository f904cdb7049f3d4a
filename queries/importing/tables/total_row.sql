-- total_row: totals that the file states (a view)
-- grain:   one row per cell
-- params:  none
-- columns: position, place_text, value_text, indicator, frequency, period, year, unit_factor,
-- columns: value, total_region_code
-- filled:  here, by SQL
CREATE OR REPLACE VIEW total_row AS
SELECT
    position,
    place_text,
    value_text,
    indicator,
    frequency,
    period,
    year,
    unit_factor,
    value,
    nullif(total_region_code, '') AS total_region_code
FROM cell
WHERE is_total AND value IS NOT NULL AND indicator <> '' AND period <> ''
    AND NOT is_part AND measure = ''
