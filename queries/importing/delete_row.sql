-- delete_row: take a row out: it is only the beginning of one
-- params:  $row
DELETE FROM text_row WHERE row_no = $row
