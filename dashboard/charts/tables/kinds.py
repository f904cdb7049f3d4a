"""The kinds of tables for briefings: totals, progress against targets, shortfalls."""

from collections.abc import Callable
from dataclasses import dataclass

from dashboard import cached
from dashboard.catalogue import load_catalogue
from dashboard.charts.contents import make_caption
from dashboard.charts.kinds import (
    Told,
    both_years,
    selected_year,
    whole_and_children,
)
from dashboard.charts.tables import progress, shortfalls, totals
from dashboard.charts.tables.native import plan_slides
from dashboard.charts.tables.table import Table
from dashboard.drawingml.slide_bodies import SlideBody, make_empty_body
from dashboard.figures import find_figure
from dashboard.graphics.theme import place_name
from dashboard.i18n import gettext as _
from dashboard.narrative.phrases import name_whole
from dashboard.selection import ChartRequest, Selection


def _place_alone(selection: Selection, request: ChartRequest) -> set[str]:
    return {request.city or selection.region}


def _place_or_all(selection: Selection, request: ChartRequest) -> set[str]:
    return {request.city} if request.city else whole_and_children(selection, request)


def _nothing_shorter(_selection: Selection, _request: ChartRequest) -> list[str]:
    return []


@dataclass(frozen=True, kw_only=True)
class TableKind:
    """A kind of table.

    It is of ``request.city``, among the children of the selected region, or of that region itself;
    of the indicators of ``request.programme``, or of the headlines and one for each programme.
    """

    name: str  # in addresses, requests and the registry
    make_table: Callable[[Selection, ChartRequest], Table]
    tell_rows: Callable[[Selection, ChartRequest], list[str]]  # groups of its sentence
    list_short: Callable[[Selection, ChartRequest], list[str]] = _nothing_shorter
    find_years: Callable[[Selection, ChartRequest], set[int]] = selected_year
    find_regions: Callable[[Selection, ChartRequest], set[str]] = _place_alone
    label = ""  # shown by no choice of charts

    def find_page(self, request: ChartRequest) -> str:
        """Path of the page that holds its figures: the Overview at the root, a programme, a city."""
        return "city" if request.city else request.programme

    def make_alt(self, selection: Selection, request: ChartRequest) -> str:
        """Its title: a table can be read by who cannot see it."""
        return self.make_table(selection, request).title

    def list_indicators(self, selection: Selection, request: ChartRequest) -> list[str]:
        """Codes of the indicators that it shows."""
        return list(dict.fromkeys(self.make_table(selection, request).indicators))

    def has_figures(self, selection: Selection, request: ChartRequest) -> bool:
        """Whether the place has a number of any of its indicators in the selected year."""
        index, place = cached.load_index(selection), request.city or selection.region
        found = (
            find_figure(index, code, place, selection.year)
            for code in self.make_table(selection, request).indicators
        )
        return any(figure is not None and figure.has_value for figure in found)

    def make_slide_bodies(self, selection: Selection, request: ChartRequest) -> list[SlideBody]:
        """Its slides, one at least."""
        table = self.make_table(selection, request)
        empty = make_empty_body(make_caption(selection, table.title), selection.lang)
        return plan_slides(table, selection.lang) or [empty]

    def tell(self, selection: Selection, request: ChartRequest) -> Told:
        """The groups of its sentence."""
        first, *others = self.tell_rows(selection, request)
        lang = selection.lang
        region = _name_place(selection, request)
        if request.programme:
            programme = load_catalogue().programmes[request.programme].name(lang)
            region = f"{region}{programme}" if lang == "zh" else f"{region}, {programme}"
        told = _(
            "in {year}, {region}: {text}", lang, year=selection.year, region=region, text=first
        )
        return Told([told, *others], self.make_table(selection, request).demonstration)

    def list_headlines(self, selection: Selection, request: ChartRequest) -> Told:
        """Its headlines, the fullest first."""
        lang = selection.lang
        place = _name_place(selection, request)
        first, *_others = self.tell_rows(selection, request)
        shorter = self.list_short(selection, request)
        lines = [
            _("{region}: {text}", lang, region=place, text=first),
            first,
            *(_("{region}: {text}", lang, region=place, text=text) for text in shorter),
            _("{name}, {year}", lang, name=place, year=selection.year),
        ]
        return Told(lines, self.make_table(selection, request).demonstration)


def _name_place(selection: Selection, request: ChartRequest) -> str:
    if request.city and request.city != selection.region:
        return place_name(request.city, selection.lang)
    return name_whole(selection.region, selection.lang)


TOTALS = TableKind(
    name="totals",
    make_table=totals.make_table,
    tell_rows=totals.tell,
    list_short=totals.list_short,
    find_years=both_years,
)
PROGRESS = TableKind(name="progress", make_table=progress.make_table, tell_rows=progress.tell)
SHORTFALLS = TableKind(
    name="shortfalls",
    make_table=shortfalls.make_table,
    tell_rows=shortfalls.tell,
    find_years=both_years,
    find_regions=_place_or_all,
)
