"""Overview: how are we doing this year?"""

import streamlit as st

from dashboard import cached
from dashboard.catalogue import load_catalogue
from dashboard.i18n import gettext as _
from dashboard.presenters.cards import make_cards
from dashboard.selection import ChartRequest
from dashboard.ui.address import Key, choose, current_selection, parse_text, show_in_address
from dashboard.ui.components import draw_cards, draw_chart
from dashboard.ui.sections import draw_last_upload

selection = current_selection()
lang = selection.lang
catalogue = load_catalogue()
headlines = tuple(i.code for i in catalogue.headlines)
programmes = sorted(catalogue.programmes.values(), key=lambda p: p.sort)
every_card = cached.card_indicators()

st.title(
    _(
        "{region}, {year}",
        lang,
        region=catalogue.regions[selection.region].full_name(lang),
        year=selection.year,
    )
)
draw_cards(make_cards(selection, headlines, every_card), key="headlines")

choose(Key.PROGRAMME, programmes[0].code, parse=parse_text, options=list(catalogue.programmes))
programme = st.selectbox(
    _("Programme", lang),
    [p.code for p in programmes],
    key=Key.PROGRAMME,
    persist_state="session",
    format_func=lambda code: catalogue.programmes[code].name(lang),
)
show_in_address(Key.PROGRAMME, programme)
shown = catalogue.programmes[programme].card
left, right = st.columns(2)
with left:
    draw_chart(selection, ChartRequest("trend", shown, regions=(selection.region,)), key="trend")
with right:
    draw_chart(selection, ChartRequest("ranking", shown), key="ranking")

st.header(_("Programmes", lang))
draw_cards(make_cards(selection, tuple(p.card for p in programmes), every_card), key="programmes")
map_panel = st.expander(_("Map", lang), key="map_panel", on_change="rerun")
if map_panel.open:
    with map_panel:
        draw_chart(selection, ChartRequest("map", shown), key="map")
changes_panel = st.expander(
    _("What the last upload changed", lang), key="changes_panel", on_change="rerun"
)
if changes_panel.open:
    with changes_panel:
        draw_last_upload(selection)
