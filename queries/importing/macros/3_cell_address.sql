-- cell_address: the address of a position: D17
-- params:  none
CREATE OR REPLACE MACRO cell_address(position) AS
column_letter(column_of(position)) || CAST(row_of(position) AS VARCHAR)
