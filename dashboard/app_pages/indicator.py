"""Indicator: one indicator's trend, ranking, map and table over the same selection."""

import streamlit as st

from dashboard.chart_request import ChartRequest
from dashboard.i18n import gettext as _
from dashboard.ui.address import recall
from dashboard.ui.components import draw_chart
from dashboard.ui.indicator import (
    draw_definition,
    draw_indicator_choice,
    draw_region_choice,
    draw_second_choice,
    draw_since_choice,
    draw_values,
    draw_view_choice,
    draw_years_choice,
)

selection = recall("selection", None)
lang = selection.lang
indicator = draw_indicator_choice(selection)
code = indicator.code
st.title(indicator.name(lang))
draw_definition(indicator, lang)
view = draw_view_choice(selection, indicator)

if view == "trend":
    regions = draw_region_choice(selection, code)
    years = draw_years_choice(selection, code)
    draw_chart(selection, ChartRequest("trend", code, regions=regions, years=years), key="trend")
elif view == "ranking":
    draw_chart(selection, ChartRequest("ranking", code), key="ranking")
elif view == "map":
    draw_chart(selection, ChartRequest("map", code), key="map")
elif view == "compare":
    since = draw_since_choice(selection, code)
    if since:
        draw_chart(selection, ChartRequest("compare", code, since=since), key="comparison")
elif view == "multiples":
    draw_chart(selection, ChartRequest("multiples", code), key="multiples")
elif view == "stacked":
    years = draw_years_choice(selection, code)
    draw_chart(selection, ChartRequest("stacked", code, years=years), key="stacked")
else:
    draw_values(selection, code)

second = draw_second_choice(selection, code)
if second:
    st.header(_("Beside it: {indicator}", lang, indicator=second.name(lang)))
    draw_chart(selection, ChartRequest("trend", second.code), key="second_trend")
