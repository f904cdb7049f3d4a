"""The dashboard of union programme statistics."""
