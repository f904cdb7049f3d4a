-- upload: one act of publishing or undoing; rows are only ever added
CREATE TABLE upload (
    upload_id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,            -- figures, demonstration, undo
    undoes INTEGER,                   -- the upload that an undo withdraws
    uploaded_at TIMESTAMP NOT NULL,   -- UTC
    uploaded_by VARCHAR NOT NULL,
    file_name VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    note VARCHAR NOT NULL,
    new_count INTEGER NOT NULL,
    changed_count INTEGER NOT NULL,
    unchanged_count INTEGER NOT NULL,
    rejected_count INTEGER NOT NULL
);
