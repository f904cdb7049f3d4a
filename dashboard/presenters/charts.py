"""The charts and tables of pages, slides and pictures, made from a request and a selection."""

from dataclasses import dataclass, replace
from functools import lru_cache

import plotly.graph_objects as go

from dashboard import cached
from dashboard.charts.kinds import ChartKind
from dashboard.charts.registry import find_kind
from dashboard.charts.tables.kinds import TableKind
from dashboard.charts.tables.table import Table
from dashboard.graphics.frame import Paper
from dashboard.selection import ChartRequest, Selection


@dataclass(frozen=True)
class Drawing:
    """A chart with the sentence that stands for it where it cannot be seen."""

    figure: go.Figure
    alt: str


def find_chart(request: ChartRequest) -> ChartKind:
    """The kind of chart that ``request`` asks for; KeyError where it is none, or a table."""
    kind = find_kind(request)
    if not isinstance(kind, ChartKind):
        raise KeyError(request.kind)
    return kind


def make_table(selection: Selection, request: ChartRequest) -> Table:
    """The table that ``request`` asks for; KeyError where it asks for none, or for an unknown code."""
    kind = find_kind(request)
    if not isinstance(kind, TableKind):
        raise KeyError(request.kind)
    return kind.make_table(selection, request)


def make_drawing(selection: Selection, request: ChartRequest) -> Drawing:
    """The chart that ``request`` asks for; entries left empty are filled as the pages do.

    Raises KeyError for a code that the catalogue does not have.
    """
    kind = find_chart(request)
    filled = kind.fill(selection, request)
    if kind.is_of_all_years:
        selection = _at_newest_year(selection)
    return _make_drawing(selection, filled)


@lru_cache(maxsize=1024)
def _make_drawing(selection: Selection, request: ChartRequest) -> Drawing:
    kind = find_chart(request)
    contents = kind.make_contents(selection, request)
    return Drawing(contents.apply(kind.make_figure), contents.alt)


def _at_newest_year(selection: Selection) -> Selection:
    # It is the same chart whichever year is selected, so it is remembered under the newest.
    newest = cached.load_years(selection.version, selection.snapshot, selection.region)
    return replace(selection, year=newest[0] if newest else selection.year)


def make_print(
    selection: Selection, request: ChartRequest, paper: Paper, *, headed: bool = True
) -> go.Figure:
    """The chart that ``request`` asks for, on paper instead of a page.

    Under a headline of its own (``headed`` false) its title becomes a part of the subtitle.
    """
    kind = find_chart(request)
    contents = kind.find_contents(selection, request)
    caption = replace(contents.caption, paper=paper)
    if not headed:
        caption = replace(caption, title="", subtitle=caption.title)
    return replace(contents, caption=caption).apply(kind.make_figure)
