"""Bytes to rows of text: every kind of file, bounded in size; nothing is understood here."""
