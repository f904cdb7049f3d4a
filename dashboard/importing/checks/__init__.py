"""The rules in SQL, and what they look at beside the file."""
