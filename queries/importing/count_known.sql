-- count_known: how many published figures there are to compare with
-- grain:   one row
-- params:  none
-- columns: figure_count
SELECT count(*) AS figure_count FROM known
