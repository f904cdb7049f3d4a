"""A file from review to publishing: comparison, drafts, edits by hand, what goes back to the sender."""
