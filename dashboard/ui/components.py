"""Cards, charts and tables as they are drawn on screen, the same on every page."""

import re
from collections.abc import Sequence
from typing import Any, Literal

import pandas as pd
import streamlit as st
from streamlit.typing import DataframeState

from dashboard.charts.sentences import make_sentence
from dashboard.charts.tables.table import Table
from dashboard.i18n import Lang
from dashboard.i18n import gettext as _
from dashboard.presenters.cards import Card
from dashboard.presenters.charts import make_drawing
from dashboard.selection import ChartRequest, Selection
from dashboard.ui.address import Key
from dashboard.ui.chart_menu import draw_menu
from dashboard.ui.downloads import draw_downloads
from dashboard.ui.navigation import find_page

_CHART_CONFIG = {"displayModeBar": False, "displaylogo": False, "scrollZoom": False}
_NUMBER = st.column_config.NumberColumn(format="localized")
# Signs that Markdown, formulas and Streamlit's own marks (:red[…], :material/…:) are made of.
_MARKS = re.compile(r"[\\`*_\[\]{}<>~$#|&]|:(?=\w)")
_DELTA_COLOURS: dict[str, Literal["normal", "inverse", "off"]] = {
    "up": "normal",
    "down": "inverse",
    "context": "off",
}


def escape_markdown(text: str) -> str:
    """``text`` so that Markdown shows it as it is."""
    return _MARKS.sub(r"\\\g<0>", text)


def draw_cards(cards: Sequence[Card], *, key: str) -> None:
    """A grid of cards; a click on the name leads to the indicator."""
    page = find_page("indicator")
    with st.grid(min_column_width=250, key=key, border=True) as grid:
        for card in cards:
            with grid.cell():
                st.page_link(
                    page, label=card.label, query_params={Key.INDICATOR.value: card.indicator}
                )
                st.metric(
                    card.label,
                    card.value,
                    card.delta or None,
                    delta_color=_DELTA_COLOURS[card.better] if card.direction else "off",
                    delta_arrow="auto" if card.direction else "off",
                    delta_description=card.since if card.delta else None,
                    chart_data=list(card.sparkline) or None,
                    label_visibility="collapsed",
                )
                remarks = card.remarks if card.delta else (card.since, *card.remarks)
                st.caption("  \n".join(r for r in remarks if r) or "\u2003")


def draw_chart(selection: Selection, request: ChartRequest, *, key: str) -> None:
    """A chart with its description for those who cannot see it, and its menu."""
    drawing = make_drawing(selection, request)
    st.plotly_chart(
        drawing.figure, theme="streamlit", key=key, config=_CHART_CONFIG, alt=drawing.alt
    )
    st.caption(escape_markdown(make_sentence(selection, request)))
    draw_menu(selection, request, key=key)


def draw_summary(table: Table, lang: Lang) -> None:
    """A table for briefings with what must be said under it."""
    if table.demonstration:
        st.badge(_("Demonstration data", lang), color="orange")
    cells = [[escape_markdown(c) for c in row] for row in table.rows]
    st.table(pd.DataFrame(cells, columns=list(table.columns)), hide_index=True, alt=table.title)
    st.caption("  \n".join(map(escape_markdown, table.foot)))


def draw_table(
    selection: Selection,
    table: pd.DataFrame,
    *,
    key: str,
    title: str,
    indicators: Sequence[str] = (),
    **options: Any,
) -> DataframeState:
    """A table with its downloads; what is selected in it, where ``options`` ask for a selection.

    ``options`` are those of ``st.dataframe``.
    """
    numbers = {c: _NUMBER for c in table.columns if table[c].dtype == "float64"}
    chosen: DataframeState = st.dataframe(
        table,
        hide_index=True,
        key=key,
        alt=title,
        placeholder="—",
        column_config=numbers,
        **options,
    )
    draw_downloads(selection, table, key=key, title=title, indicators=indicators)
    return chosen
