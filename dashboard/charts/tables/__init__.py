"""Tables for briefings: many indicators of one region."""
