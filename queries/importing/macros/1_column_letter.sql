-- column_letter: the letters of a column by its number: 1 is A, 27 is AA
-- params:  none
CREATE OR REPLACE MACRO column_letter(n) AS
CASE
    WHEN n <= 26 THEN ''
    WHEN n <= 702 THEN chr(CAST(64 + (n - 1) // 26 AS INTEGER))
    ELSE chr(CAST(64 + (n - 27) // 676 AS INTEGER))
        || chr(CAST(65 + ((n - 27) // 26) % 26 AS INTEGER))
END || chr(CAST(65 + (n - 1) % 26 AS INTEGER))
