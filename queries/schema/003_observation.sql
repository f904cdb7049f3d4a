-- observation: the newest row of each cell that is not withdrawn; kept with the log in one transaction
-- Without a key: DuckDB's makes loads twice as slow and the file seven times larger; publishing
-- checks for doubles instead. Rows lie in the order (indicator, region_code, year).
CREATE TABLE observation (
    indicator VARCHAR NOT NULL,
    region_code VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    year INTEGER NOT NULL,
    frequency VARCHAR NOT NULL,
    value DOUBLE,
    status VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    note_zh VARCHAR NOT NULL,
    note_en VARCHAR NOT NULL,
    upload_id INTEGER NOT NULL,
    is_demonstration BOOLEAN NOT NULL,
    is_revised BOOLEAN NOT NULL       -- an earlier upload that still stands gave another value
);
