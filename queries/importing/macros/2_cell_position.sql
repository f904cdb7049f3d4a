-- cell_position: a cell as one number, in the order of the sheet
-- params:  none
CREATE OR REPLACE MACRO cell_position(row_no, column_no) AS
CAST(row_no AS BIGINT) * row_step() + column_no
