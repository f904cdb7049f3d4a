-- indicator: the catalogue with its rules, from data/reference
CREATE TABLE indicator (
    indicator VARCHAR NOT NULL,
    programme VARCHAR NOT NULL,
    name_zh VARCHAR NOT NULL,
    name_en VARCHAR NOT NULL,
    unit_zh VARCHAR NOT NULL,
    unit_en VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    measure VARCHAR NOT NULL,
    time_rule VARCHAR NOT NULL,
    region_rule VARCHAR NOT NULL,
    numerator VARCHAR NOT NULL,
    denominator VARCHAR NOT NULL,
    factor DOUBLE NOT NULL,
    decimals INTEGER NOT NULL
);
