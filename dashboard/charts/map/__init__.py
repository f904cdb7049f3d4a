"""Map: the regions of one year, rates in coloured classes and what adds up as circles."""
