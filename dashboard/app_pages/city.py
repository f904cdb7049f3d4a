"""City: one city in every programme, its rank and its change, beside its siblings."""

import streamlit as st

from dashboard.i18n import gettext as _
from dashboard.selection import ChartRequest
from dashboard.ui.address import current_selection
from dashboard.ui.city import draw_city_choice, draw_city_tables, draw_position_choice
from dashboard.ui.components import draw_chart

selection = current_selection()
lang = selection.lang
city = draw_city_choice(selection)
if city is None:
    st.info(_("This region has no parts of its own to look at.", lang))
else:
    st.title(_("{region}, {year}", lang, region=city.full_name(lang), year=selection.year))
    code = draw_position_choice(selection, city.code)
    left, right = st.columns(2)
    with left:
        draw_chart(selection, ChartRequest("trend", code, regions=(city.code,)), key="trend")
    with right:
        draw_chart(selection, ChartRequest("position", code, city=city.code), key="position")
    draw_city_tables(selection, city.code)
