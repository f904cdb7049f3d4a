"""The choices and tables of the City page."""

from itertools import groupby

import pandas as pd
import streamlit as st

from dashboard.catalogue import Region, load_catalogue
from dashboard.i18n import gettext as _
from dashboard.i18n import mark
from dashboard.presenters.city import CityRow, make_city_rows
from dashboard.selection import Selection
from dashboard.ui.address import Key, choose, parse_text, show_in_address
from dashboard.ui.downloads import draw_downloads

_COLUMNS = (
    mark("Programme"),
    mark("Indicator"),
    mark("Value"),
    mark("Change on last year"),
    mark("Rank"),
    mark("Remarks"),
)


def draw_city_choice(selection: Selection) -> Region | None:
    """The city (or county) of the selected region; None where it has none."""
    catalogue = load_catalogue()
    lang = selection.lang
    options = [r.code for r in catalogue.children(selection.region)]
    if not options:
        return None
    choose(Key.CITY, options[0], parse=parse_text, options=options)
    code = st.selectbox(
        _("City", lang),
        options,
        key=Key.CITY,
        format_func=lambda c: catalogue.regions[c].full_name(lang),
    )
    show_in_address(Key.CITY, code)
    return catalogue.regions[code]


def draw_position_choice(selection: Selection, city: str) -> str:
    """The indicator whose trend and place among the cities is drawn."""
    catalogue = load_catalogue()
    lang = selection.lang
    reported = [r.indicator for r in make_city_rows(selection, city) if r.has_value]
    headlines = [i.code for i in catalogue.headlines if i.code in reported]
    default = (headlines or reported or ["members"])[0]
    choose(Key.INDICATOR, default, parse=parse_text, options=list(catalogue.indicators))
    code = st.selectbox(
        _("Indicator", lang),
        list(catalogue.indicators),
        key=Key.INDICATOR,
        format_func=lambda c: catalogue.indicators[c].name(lang),
    )
    show_in_address(Key.INDICATOR, code)
    return code


def draw_city_tables(selection: Selection, city: str) -> None:
    """A table for each programme, with what has not been reported, and one download of all."""
    lang = selection.lang
    rows = make_city_rows(selection, city)
    columns = [_(c, lang) for c in _COLUMNS]
    for programme, of_programme in groupby(rows, key=lambda r: r.programme):
        st.subheader(programme)
        table = _make_table(tuple(of_programme), columns).drop(columns=columns[0])
        st.dataframe(
            table, hide_index=True, height="content", key=f"table_{programme}", alt=programme
        )
    name = load_catalogue().regions[city].full_name(lang)
    title = _("{region}, {year}", lang, region=name, year=selection.year)
    draw_downloads(
        selection,
        _make_table(rows, columns),
        key="city",
        title=title,
        indicators=tuple(r.indicator for r in rows),
    )


def _make_table(rows: tuple[CityRow, ...], columns: list[str]) -> pd.DataFrame:
    values = [(r.programme, r.name, r.value, r.change, r.rank, r.remarks) for r in rows]
    return pd.DataFrame(values, columns=columns, dtype="str")
