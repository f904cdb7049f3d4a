-- figure: how much of its whole a sum carries that some are missing from (share)
ALTER TABLE figure ADD COLUMN coverage DOUBLE
