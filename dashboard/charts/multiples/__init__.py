"""Each region: a small trend for each."""
