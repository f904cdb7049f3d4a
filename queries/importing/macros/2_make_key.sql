-- make_key: indicator, region, frequency and period as one number, by which rules compare figures
-- params:  none
CREATE OR REPLACE MACRO make_key(indicator_no, region_no, frequency_no, ordinal) AS
CAST(indicator_no AS BIGINT) * key_step('indicator') + CAST(region_no AS BIGINT) * key_step('region')
    + CAST(frequency_no AS BIGINT) * key_step('frequency') + CAST(ordinal AS BIGINT)
