-- comparison: the figures of the file beside those published, which compare.py offers as a frame
-- grain:   one row per figure of the file
-- params:  none
-- columns: region_code, indicator, period, old_value, old_status, new_value, new_status, kind (new,
-- columns: changed, unchanged), address, note_zh, note_en, position
-- filled:  here, by SQL
CREATE OR REPLACE TABLE comparison AS
SELECT
    f.region_code,
    f.indicator,
    f.period,
    p.value AS old_value,
    p.status AS old_status,
    f.value AS new_value,
    f.status AS new_status,
    CASE
        WHEN p.indicator IS NULL THEN 'new'
        WHEN p.status IS NOT DISTINCT FROM f.status AND (
            p.value IS NOT DISTINCT FROM f.value
            OR abs(p.value - f.value) <= 1e-9 * greatest(abs(p.value), abs(f.value))
        ) THEN 'unchanged'
        ELSE 'changed'
    END AS kind,
    f.address,
    f.note_zh,
    f.note_en,
    f.position
FROM figure AS f
LEFT JOIN published AS p
    ON p.indicator = f.indicator AND p.region_code = f.region_code AND p.period = f.period
