"""What pages show, made from a selection: cards, charts, tables. Pure of any screen.

What takes time is remembered by its arguments, which hold the data version: a view that was shown
before costs a look-up.
"""
