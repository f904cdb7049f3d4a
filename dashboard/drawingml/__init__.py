"""DrawingML: native charts, tables and text of PowerPoint and WPS, and what stands under them."""
