-- region_alias: other spellings of places; one alias may point to several regions
CREATE TABLE region_alias (
    alias VARCHAR NOT NULL,
    region_code VARCHAR NOT NULL
);
