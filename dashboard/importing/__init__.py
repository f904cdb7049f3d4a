"""Import of an uploaded table: read → recognise → check → compare; publishing is the store's."""
