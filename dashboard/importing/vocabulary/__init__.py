"""Single texts to what they mean: places, periods, units, names of indicators, missing figures."""
