-- observation_log: every row ever published, in order of upload; rows are only ever added
CREATE TABLE observation_log (
    upload_id INTEGER NOT NULL,
    indicator VARCHAR NOT NULL,
    region_code VARCHAR NOT NULL,
    period VARCHAR NOT NULL,          -- SDMX: 2019, 2019-Q2, 2019-06
    year INTEGER NOT NULL,
    frequency VARCHAR NOT NULL,       -- A, Q, M
    value DOUBLE,                     -- base unit; NULL where there is only a state
    status VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    note_zh VARCHAR NOT NULL,
    note_en VARCHAR NOT NULL
);
