"""Indicator: one indicator's trend, ranking, map and table over the same selection."""

import streamlit as st

from dashboard.i18n import gettext as _
from dashboard.selection import ChartRequest
from dashboard.ui.address import current_selection
from dashboard.ui.components import draw_chart
from dashboard.ui.indicator import (
    draw_definition,
    draw_indicator_choice,
    draw_request_choices,
    draw_second_choice,
    draw_values,
    draw_view_choice,
)

selection = current_selection()
lang = selection.lang
indicator = draw_indicator_choice(selection)
code = indicator.code
st.title(indicator.name(lang))
draw_definition(indicator, lang)
kind = draw_view_choice(selection, indicator)

if kind is None:
    draw_values(selection, code)
else:
    request = draw_request_choices(selection, kind, code)
    if request:
        draw_chart(selection, request, key=kind.name)

second = draw_second_choice(selection, code)
if second:
    st.header(_("Beside it: {indicator}", lang, indicator=second.name(lang)))
    draw_chart(selection, ChartRequest("trend", second.code), key="second_trend")
