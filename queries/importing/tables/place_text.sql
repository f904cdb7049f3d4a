-- place_text: what each text of a place means
-- grain:   one row per text and code
-- params:  none
-- columns: place_text, code_text, region_code, problem, is_total, code_was_mended, is_variant,
-- columns: suggestions, name_zh, name_en, total_code, is_part
-- filled:  dashboard/importing/cells/resolution.py
CREATE OR REPLACE TABLE place_text (
    place_text VARCHAR,
    code_text VARCHAR,
    region_code VARCHAR,  -- '' if not understood
    problem VARCHAR,  -- the rule that says why
    is_total BOOLEAN,
    code_was_mended BOOLEAN,
    is_variant BOOLEAN,  -- another form of the name
    suggestions VARCHAR,  -- nearest names, parted by |
    name_zh VARCHAR,
    name_en VARCHAR,
    total_code VARCHAR,  -- whose total it is
    is_part BOOLEAN  -- a total of some of the parts only
)
