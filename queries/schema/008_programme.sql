-- programme: groups of indicators, from data/reference
CREATE TABLE programme (
    programme VARCHAR NOT NULL,
    name_zh VARCHAR NOT NULL,
    name_en VARCHAR NOT NULL,
    sort INTEGER NOT NULL
);
