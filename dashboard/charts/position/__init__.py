"""Position: one region among its siblings in one year, as dots on a line."""
