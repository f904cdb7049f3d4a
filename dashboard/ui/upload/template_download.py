"""The template on the Upload page: made for a region, its indicators and a year."""

from dataclasses import dataclass
from functools import partial
from typing import Literal

import streamlit as st

from dashboard import cached
from dashboard.catalogue import Catalogue, load_catalogue
from dashboard.exporting import file_name
from dashboard.figures import find_figure
from dashboard.i18n import gettext as _
from dashboard.i18n import mark
from dashboard.importing.upload.target_template import make_attached_template
from dashboard.importing.upload.template_workbook import Format, LastValue, Rows, make_template
from dashboard.selection import Selection

_FORMATS: dict[Format, str] = {"xlsx": "Excel", "csv": "CSV"}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


_CONTENTS: dict[Literal["figures", "targets", "breaks"], str] = {
    "figures": mark("Figures"),
    "targets": mark("Targets"),
    "breaks": mark("Breaks in series"),
}


@dataclass(frozen=True)
class _Table:
    """What a template is of."""

    contents: Literal["figures", "targets", "breaks"]
    parent: str
    codes: tuple[str, ...]
    year: int
    rows: Rows


def draw_template(selection: Selection) -> None:
    """A template of the chosen region, with last year's figures beside the cells to fill in."""
    lang = selection.lang
    panel = st.expander(
        _("Download a template", lang), key="template", on_change="rerun", icon=":material/edit_note:"
    )  # fmt: skip
    if not panel.open:
        return
    catalogue = load_catalogue()
    with panel:
        contents = st.segmented_control(
            _("The table is for", lang),
            list(_CONTENTS),
            default="figures",
            key="template_contents",
            required=True,
            format_func=lambda c: _(_CONTENTS[c], lang),
        )
        codes = st.multiselect(
            _("Indicators", lang),
            list(catalogue.indicators),
            default=[i.code for i in catalogue.of_programme("membership")[:4]],
            key="template_indicators",
            format_func=lambda c: catalogue.indicators[c].name(lang),
        )
        with st.container(horizontal=True):
            parent = st.selectbox(
                _("For", lang),
                [selection.region, *(r.code for r in catalogue.counted_children(selection.region))],
                key="template_region",
                format_func=lambda c: catalogue.regions[c].full_name(lang),
            )
            rows = _draw_level(parent, selection, catalogue)
            year = st.number_input(
                _("Year", lang), 1949, 2100, value=selection.year, key="template_year"
            )
        if not codes:
            st.info(_("Choose at least one indicator.", lang))
            return
        table = _Table(contents, parent, tuple(codes), int(year), rows)
        _draw_downloads(selection, table)


def _draw_level(parent: str, selection: Selection, catalogue: Catalogue) -> Rows:
    """Whether the rows are the parts of the region, or the region itself."""
    lang = selection.lang
    options: list[Rows] = ["parts", "own"] if catalogue.counted_children(parent) else ["own"]
    if parent != selection.region:
        options.reverse()
    labels: dict[Rows, str] = {
        "parts": _("its parts, a row each", lang),
        "own": _("its own figures, one row", lang),
    }
    return st.selectbox(
        _("Rows", lang), options, key=f"template_rows_{parent}", format_func=labels.__getitem__
    )


def _draw_downloads(selection: Selection, table: _Table) -> None:
    name = "template" if table.contents == "figures" else table.contents
    with st.container(horizontal=True):
        for kind, label in _FORMATS.items():
            st.download_button(
                label,
                data=partial(_make, selection, table, kind),
                file_name=file_name(name, table.parent, str(table.year)) + f".{kind}",
                mime=_XLSX if kind == "xlsx" else "text/csv",
                key=f"template_{kind}",
                on_click="ignore",
                icon=":material/download:",
            )


def _make(selection: Selection, table: _Table, kind: Format) -> bytes:
    catalogue = load_catalogue()
    parent, codes, year, rows = table.parent, list(table.codes), table.year, table.rows
    if table.contents in ("targets", "breaks"):
        return make_attached_template(
            catalogue,
            table.contents,
            parent=parent,
            indicators=codes,
            year=year,
            lang=selection.lang,
            format=kind,
            rows=rows,
        )
    index = cached.load_index(selection, region=parent, indicators=tuple(codes))
    regions = [parent, *(r.code for r in catalogue.counted_children(parent))]
    known = {(r, c): find_figure(index, c, r, year - 1) for r in regions for c in codes}
    return make_template(
        catalogue,
        parent=parent,
        indicators=codes,
        year=year,
        lang=selection.lang,
        format=kind,
        rows=rows,
        last_year={
            place: LastValue(f.value if f.has_value else None, f.status)
            for place, f in known.items()
            if f is not None
        },
    )
