-- region: without the numbers that named sets of reporters; these are kept by code
ALTER TABLE region DROP COLUMN member_bit
