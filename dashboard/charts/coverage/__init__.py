"""Coverage: how many indicators each region has reported in each year."""
