-- row_step: how far apart the positions of two cells beneath each other are: the columns of a sheet
-- params:  none
CREATE OR REPLACE MACRO row_step() AS
16384
