"""Indicator: one indicator's trend, ranking, map and table over the same selection."""

import streamlit as st

from dashboard import views
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
view = draw_view_choice(lang)

if view == "trend":
    regions = draw_region_choice(selection, code)
    years = draw_years_choice(selection, code)
    draw_chart(views.make_trend_drawing(selection, code, regions, years), key="trend")
elif view == "ranking":
    draw_chart(views.make_ranking_drawing(selection, code), key="ranking")
elif view == "map":
    draw_chart(views.make_map_drawing(selection, code), key="map")
elif view == "compare":
    since = draw_since_choice(selection, code)
    if since:
        draw_chart(views.make_comparison_drawing(selection, code, since), key="comparison")
elif view == "multiples":
    regions = views.children_with_figures(selection, code)
    draw_chart(views.make_multiples_drawing(selection, code, regions), key="multiples")
else:
    draw_values(selection, code)

second = draw_second_choice(selection, code)
if second:
    st.header(_("Beside it: {indicator}", lang, indicator=second.name(lang)))
    regions = views.default_regions(selection, second.code)
    draw_chart(views.make_trend_drawing(selection, second.code, regions), key="second_trend")
