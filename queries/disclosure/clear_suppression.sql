-- clear_suppression: take out what was withheld of some indicators in a year
-- params: $indicators (list of codes), $year (as text)
DELETE FROM suppression
WHERE indicator IN (SELECT unnest($indicators)) AND left(period, 4) = $year
