-- settle_subtotals: say in cell whose sum each bare subtotal is
-- params:  none
UPDATE cell
SET total_region_code = s.region_code
FROM subtotal AS s
WHERE cell.is_total AND cell.block = s.block AND cell.row_no = s.row_no
