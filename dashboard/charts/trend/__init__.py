"""Trend: an indicator over the years, a line for each region."""
