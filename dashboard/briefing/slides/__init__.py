"""Slides, pictures and screens made from decks."""
