"""Ranking: the regions of one year as bars, the largest first."""
