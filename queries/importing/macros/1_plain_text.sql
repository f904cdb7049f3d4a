-- plain_text: a number in digits, whole ones without a point
-- params:  none
CREATE OR REPLACE MACRO plain_text(number) AS
CASE
    WHEN number = floor(number) THEN CAST(CAST(number AS HUGEINT) AS VARCHAR)
    ELSE CAST(CAST(number AS DECIMAL(30, 2)) AS VARCHAR)
END
