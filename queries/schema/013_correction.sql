-- correction: what a person said about one layout, kept for the next file of the same layout
CREATE TABLE correction (
    owner VARCHAR NOT NULL,           -- as in draft
    layout_key VARCHAR NOT NULL,
    file_name VARCHAR NOT NULL,       -- the file at which it was said
    corrections VARCHAR NOT NULL,     -- JSON
    saved_at TIMESTAMP NOT NULL       -- UTC
);
