-- withhold_notes: take the notes off all figures of the rows with numbers of persons
-- params:  none
UPDATE cell SET note_zh = '', note_en = ''
WHERE row_no IN (SELECT CAST(regexp_extract(address, '[0-9]+') AS INTEGER) FROM personal)
