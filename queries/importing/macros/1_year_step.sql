-- year_step: the step from one year to the next in ordinals: 1 for years, 4 for quarters, 12 for months
-- params:  none
CREATE OR REPLACE MACRO year_step(frequency_no) AS
CASE frequency_no WHEN 0 THEN 1 WHEN 1 THEN 4 ELSE 12 END
