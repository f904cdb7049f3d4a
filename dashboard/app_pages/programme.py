"""Programme: the indicators of one programme by city and year; one page for each, from the catalogue."""

import streamlit as st

from dashboard import cached
from dashboard.catalogue import load_catalogue
from dashboard.i18n import gettext as _
from dashboard.presenters.cards import make_cards
from dashboard.presenters.tables import make_value_table
from dashboard.selection import ChartRequest
from dashboard.ui.address import Key, choose, current_selection, parse_text, show_in_address
from dashboard.ui.components import draw_cards, draw_chart, draw_table
from dashboard.ui.navigation import current_path

selection = current_selection()
lang = selection.lang
catalogue = load_catalogue()
programme = catalogue.programmes[current_path()]
codes = tuple(i.code for i in catalogue.of_programme(programme.code))

st.title(programme.name(lang))
st.caption(
    _(
        "{region}, {year}",
        lang,
        region=catalogue.regions[selection.region].full_name(lang),
        year=selection.year,
    )
)
draw_cards(make_cards(selection, codes), key="cards")

default = programme.card if programme.card in codes else codes[0]
choose(Key.INDICATOR, default, parse=parse_text, options=codes)
code = st.selectbox(
    _("Indicator", lang),
    codes,
    key=Key.INDICATOR,
    format_func=lambda c: catalogue.indicators[c].name(lang),
)
show_in_address(Key.INDICATOR, code)
left, right = st.columns(2)
with left:
    draw_chart(selection, ChartRequest("trend", code), key="trend")
with right:
    draw_chart(selection, ChartRequest("ranking", code), key="ranking")

st.header(_("All figures of {year}", lang, year=selection.year))
frame = cached.load_figures(selection, indicators=codes)
table = make_value_table(selection, frame[frame["year"] == selection.year])
draw_table(selection, table, key="table", title=programme.name(lang), indicators=codes)
