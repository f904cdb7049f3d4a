-- rule_state: the settings and reference rows that figures depend on, from the data version on at which they held
CREATE TABLE rule_state (
    since_version INTEGER NOT NULL,   -- 0 for the first
    checksum VARCHAR NOT NULL,        -- of content before it was compressed
    content BLOB NOT NULL             -- JSON, gzip: settings by name, rows of tables by name
)
