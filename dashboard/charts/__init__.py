"""Kinds of charts and tables, a package each; ``registry`` lists them."""
