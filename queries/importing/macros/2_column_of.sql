-- column_of: the number of the column of a position
-- params:  none
CREATE OR REPLACE MACRO column_of(position) AS
position % row_step()
