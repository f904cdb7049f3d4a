-- reference_state: the checksum of all that the reference tables and figure were made from
CREATE TABLE reference_state (
    checksum VARCHAR NOT NULL
);
