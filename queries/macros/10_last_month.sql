-- last_month: the month at the end of a period, 12 of a year
CREATE OR REPLACE MACRO last_month(period) AS
CASE
    WHEN length(period) = 4 THEN 12
    WHEN substr(period, 6, 1) = 'Q' THEN 3 * CAST(substr(period, 7) AS INTEGER)
    ELSE CAST(substr(period, 6) AS INTEGER)
END
