"""Data: definitions, sources, coverage, downloads."""

import streamlit as st

from dashboard.i18n import gettext as _
from dashboard.selection import ChartRequest
from dashboard.ui.address import current_selection
from dashboard.ui.components import draw_chart
from dashboard.ui.data import draw_all_figures, draw_definitions, draw_sources

selection = current_selection()
lang = selection.lang
st.title(_("Data", lang))

st.header(_("Who has reported what", lang))
draw_chart(selection, ChartRequest("coverage"), key="coverage")

st.header(_("Definitions", lang))
draw_definitions(selection)

st.header(_("Sources", lang))
draw_sources(selection)

st.header(_("All figures", lang))
draw_all_figures(selection)
