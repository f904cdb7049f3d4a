"""What pages are put together from: the frame, cards, charts, tables, and the address."""
