-- row_of: the row of a position
-- params:  none
CREATE OR REPLACE MACRO row_of(position) AS
position // row_step()
