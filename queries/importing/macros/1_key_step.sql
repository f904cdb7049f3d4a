-- key_step: how far apart the keys of two neighbouring indicators, regions or frequencies are
-- params:  none
CREATE OR REPLACE MACRO key_step(part) AS
CASE part
    WHEN 'indicator' THEN 4294967296
    WHEN 'region' THEN 524288
    WHEN 'frequency' THEN 131072
END
