"""Rows and their layout to cells and figures, each understood or with the rule that says why not."""
