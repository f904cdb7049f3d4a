-- withhold_values: take cells with numbers of persons out of the figures
-- params:  none
UPDATE cell SET value = NULL, is_usable = FALSE
WHERE address IN (SELECT address FROM personal)
