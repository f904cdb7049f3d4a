"""Help: how to read, upload and bring a chart to a slide."""

import streamlit as st

from dashboard.i18n import read_page_text
from dashboard.ui.address import current_selection

selection = current_selection()
st.markdown(read_page_text("help", selection.lang))
