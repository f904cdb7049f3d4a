-- draft: files in work, not yet published; publishing or throwing away takes the row out
CREATE TABLE draft (
    draft_id VARCHAR NOT NULL,        -- random: whoever has the link can go on with the draft
    owner VARCHAR NOT NULL,           -- e-mail address or name in lower case; empty for nobody
    file_name VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,          -- the file itself is uploads/<sha256>
    region_code VARCHAR NOT NULL,     -- inside which ambiguous names are looked for
    corrections VARCHAR NOT NULL,     -- JSON
    source VARCHAR NOT NULL,
    note VARCHAR NOT NULL,
    changed_at TIMESTAMP NOT NULL     -- UTC
);
