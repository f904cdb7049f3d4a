-- figure: the last period of what enters the sum of the region above, which a reported rate need not share
ALTER TABLE figure ADD COLUMN sum_period VARCHAR
