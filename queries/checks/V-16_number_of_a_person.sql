-- rule:     V-16 number of an identity card, a mobile telephone or a bank card
-- severity: E
-- grain:    one row per cell, in the table, above or under it
-- params:   none
-- columns:  address, text (masked), variant
SELECT
    address,
    text,
    variant
FROM personal
ORDER BY row_no, column_no
