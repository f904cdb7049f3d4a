"""Serves a floor with the settings and the lifespan of the dashboard, and nothing of its own to warm.

``BENCH_FLOOR`` names the script: ``floor_empty.py`` or ``floor_overview.py``.
"""

import os
from pathlib import Path

import streamlit as st

from dashboard import serve

serve._warm = lambda: None
app = st.App(Path(__file__).parent / os.environ["BENCH_FLOOR"], lifespan=serve._lifespan)
