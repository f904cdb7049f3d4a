"""Tables as files: the buttons under a table, and what a file says about itself."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboard import cached
from dashboard.catalogue import load_catalogue
from dashboard.exporting import file_name, to_csv, to_xlsx
from dashboard.i18n import gettext as _
from dashboard.selection import Selection


def draw_downloads(
    selection: Selection,
    table: pd.DataFrame,
    *,
    key: str,
    title: str,
    indicators: Sequence[str] = (),
) -> None:
    """CSV and XLSX of a table; the files are made when they are asked for."""
    lang = selection.lang
    name = file_name(title, f"v{selection.version}")
    with st.container(horizontal=True):
        st.download_button(
            _("Download CSV", lang),
            data=lambda: to_csv(table),
            file_name=f"{name}.csv",
            mime="text/csv",
            key=f"{key}_csv",
            on_click="ignore",
            icon=":material/download:",
        )
        st.download_button(
            _("Download Excel", lang),
            data=lambda: to_xlsx(
                table, title=title, lang=lang, notes=make_notes(selection, indicators)
            ),
            file_name=f"{name}.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            key=f"{key}_xlsx",
            on_click="ignore",
            icon=":material/download:",
        )


def make_notes(selection: Selection, indicators: Sequence[str]) -> list[tuple[str, str]]:
    """What a downloaded table says about itself: version, date, definitions, demonstration data."""
    lang = selection.lang
    catalogue = load_catalogue()
    notes = [
        (_("Data version", lang), str(selection.version)),
        (_("Date", lang), cached.load_version_date(selection.version).isoformat()),
        (_("Region", lang), catalogue.regions[selection.region].full_name(lang)),
    ]
    if selection.demonstration and cached.has_demonstration():
        notes.append(
            (
                _("Demonstration data", lang),
                _("Holds demonstration data where the source says so: not real figures.", lang),
            )
        )
    for code in indicators:
        indicator = catalogue.indicators[code]
        definition = indicator.definition(lang) or _("no definition recorded", lang)
        notes.append((f"{indicator.name(lang)} ({indicator.unit(lang)})", definition))
    return notes
