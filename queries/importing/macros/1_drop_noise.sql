-- drop_noise: a product without the noise of the multiplication: six digits behind the point, or as
-- many as a number of its size still holds, so that a whole one stays whole
-- params:  none
CREATE OR REPLACE MACRO drop_noise(number) AS
CASE
    WHEN abs(number) < 1e9 THEN round(number, 6)
    WHEN abs(number) < 1e15 THEN round(number, CAST(14 - floor(log10(abs(number))) AS INTEGER))
    ELSE number
END
