"""Decks: which charts of which selection, in which order; drafts and ready outlines of them."""
