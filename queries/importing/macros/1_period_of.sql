-- period_of: an ordinal as SDMX writes it: 2019, 2019-Q2, 2019-06
-- params:  none
CREATE OR REPLACE MACRO period_of(frequency_no, ordinal) AS
CASE frequency_no
    WHEN 0 THEN CAST(ordinal AS VARCHAR)
    WHEN 1 THEN CAST(ordinal // 4 AS VARCHAR) || '-Q' || CAST(ordinal % 4 + 1 AS VARCHAR)
    ELSE CAST(ordinal // 12 AS VARCHAR) || '-' || lpad(CAST(ordinal % 12 + 1 AS VARCHAR), 2, '0')
END
