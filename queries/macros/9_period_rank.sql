-- period_rank: which of several periods of a year is the last one; a quarter after its months, the year after all
CREATE OR REPLACE MACRO period_rank(period) AS
CASE
    WHEN length(period) = 4 THEN 26
    WHEN substr(period, 6, 1) = 'Q' THEN 6 * CAST(substr(period, 7) AS INTEGER) + 1
    ELSE 2 * CAST(substr(period, 6) AS INTEGER)
END
