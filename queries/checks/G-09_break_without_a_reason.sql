-- rule:     G-09 break in a series without a reason
-- severity: E
-- grain:    one row per row of the table
-- params:   none
-- columns:  address, heading, text (the indicator), period
SELECT
    address,
    heading,
    indicator_text AS text,
    period_text AS period
FROM cell
WHERE measure = 'break' AND trim(note_zh || note_en, ' 　') = ''
ORDER BY position
