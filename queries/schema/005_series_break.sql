-- series_break: the first year whose figures cannot be compared with those before
CREATE TABLE series_break (
    upload_id INTEGER NOT NULL,
    indicator VARCHAR NOT NULL,
    region_code VARCHAR NOT NULL,     -- empty: all regions
    year INTEGER NOT NULL,
    reason_zh VARCHAR NOT NULL,
    reason_en VARCHAR NOT NULL
);
