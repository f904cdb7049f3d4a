"""Two years beside one another: a pair of dots for each region."""
