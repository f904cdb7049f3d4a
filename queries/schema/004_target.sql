-- target: what is to be reached; belongs to the upload that brought it
CREATE TABLE target (
    upload_id INTEGER NOT NULL,
    indicator VARCHAR NOT NULL,
    region_code VARCHAR NOT NULL,
    year INTEGER NOT NULL,
    value DOUBLE NOT NULL,
    kind VARCHAR NOT NULL             -- annual, plan
);
