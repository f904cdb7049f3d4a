-- settle_discrete: put what each part of a year adds in the place of what was counted until then
-- The note does not say what the file did: with it a part that becomes confidential later could be worked out.
-- params:  $zh, $en (the note of a figure)
UPDATE cell
SET
    cumulative = cell.value,
    value = d.value,
    status = d.status,
    value_problem = CASE WHEN d.problem = '' THEN cell.value_problem ELSE d.problem END,
    is_usable = cell.is_usable AND d.problem = '',
    note_zh = concat_ws('；', nullif(cell.note_zh, ''), $zh),
    note_en = concat_ws('; ', nullif(cell.note_en, ''), $en)
FROM discrete AS d
WHERE cell.position = d.position
