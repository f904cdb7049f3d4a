"""Map: the regions of one year in coloured classes."""
