-- briefing: decks in work; throwing one away takes the row out
CREATE TABLE briefing (
    briefing_id VARCHAR NOT NULL,     -- random: whoever has the link can go on with the deck
    owner VARCHAR NOT NULL,           -- e-mail address or name in lower case; empty for nobody
    deck VARCHAR NOT NULL,            -- JSON
    template_name VARCHAR NOT NULL,   -- file name of the house template; empty for none
    template_sha256 VARCHAR NOT NULL, -- the template itself is uploads/<sha256>
    changed_at TIMESTAMP NOT NULL     -- UTC
);
