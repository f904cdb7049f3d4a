"""Rows of text to the layout of a table: headings, columns, blocks, titles and notes."""
