-- delete_edited_scales: what a person has written is divided by no format
-- params:  none
DELETE FROM scaled_cell AS s
WHERE EXISTS (
    SELECT 1 FROM edited_cell AS m WHERE m.row_no = s.row_no AND m.column_no = s.column_no
)
