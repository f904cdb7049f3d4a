-- catalogue_indicator: the indicators of the catalogue
-- grain:   one row per indicator
-- params:  none
-- columns: indicator_no, indicator, name_zh, name_en, unit_zh, unit_en, kind, measure,
-- columns: region_rule, programme, programme_zh, programme_en, decimals, levels, is_sensitive,
-- columns: is_headline
-- filled:  dashboard/importing/checks/context.py
CREATE OR REPLACE TABLE catalogue_indicator (
    indicator_no INTEGER,  -- from 1, in the order of the catalogue
    indicator VARCHAR,
    name_zh VARCHAR,
    name_en VARCHAR,
    unit_zh VARCHAR,
    unit_en VARCHAR,
    kind VARCHAR,
    measure VARCHAR,
    region_rule VARCHAR,
    programme VARCHAR,
    programme_zh VARCHAR,
    programme_en VARCHAR,
    decimals INTEGER,
    levels VARCHAR,  -- that it is collected at, parted by |
    is_sensitive BOOLEAN,
    is_headline BOOLEAN
)
