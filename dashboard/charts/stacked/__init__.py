"""Composition: the whole over the years as bars of its parts."""
