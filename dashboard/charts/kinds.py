"""What a kind of chart or table is: all that pages, menus, decks and addresses ask of it.

A kind is a package beside this file with one value of a class below, and a row in ``registry``.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple, Protocol

import plotly.graph_objects as go

from dashboard.catalogue import Indicator, load_catalogue
from dashboard.charts.contents import Contents
from dashboard.drawingml.slide_bodies import SlideBody
from dashboard.formats import Scale
from dashboard.narrative import sentences
from dashboard.narrative.facts import Facts, Reporting
from dashboard.reported import count_children_with_value
from dashboard.selection import ChartRequest, Selection


class Plan(Protocol):
    """What a chart draws, worked out from its contents."""

    @property
    def scale(self) -> Scale:
        """The unit of its numbers."""


class Told(NamedTuple):
    """Texts about a chart, and whether they tell of demonstration figures."""

    texts: list[str]
    is_demonstration: bool


def _as_asked(_selection: Selection, request: ChartRequest) -> ChartRequest:
    return request


def _always(_selection: Selection, _indicator: Indicator) -> bool:
    return True


def selected_year(selection: Selection, _request: ChartRequest) -> set[int]:
    """The selected year alone."""
    return {selection.year}


def both_years(selection: Selection, request: ChartRequest) -> set[int]:
    """The selected year and the one it is compared with, which is the one before if none is named."""
    return {selection.year, request.since or selection.year - 1}


def all_years(_selection: Selection, request: ChartRequest) -> set[int] | None:
    """The years asked for; None for all there are."""
    return set(range(request.years[0], request.years[1] + 1)) if request.years else None


def whole_and_children(selection: Selection, _request: ChartRequest) -> set[str]:
    """The selected region and the regions directly below it."""
    return {selection.region, *(r.code for r in load_catalogue().children(selection.region))}


def _children_in_each_year(selection: Selection, request: ChartRequest) -> bool:
    years = {selection.year, request.since or selection.year}
    return all(count_children_with_value(selection, request.indicator, y) > 1 for y in years)


@dataclass(frozen=True, kw_only=True)
class ChartKind:
    """A kind of chart."""

    name: str  # in addresses, requests and the registry
    make_contents: Callable[[Selection, ChartRequest], Contents]  # of a filled request
    make_figure: Callable[..., go.Figure]  # see ``Contents.apply``
    # What is drawn, in whose unit its sentence tells of it; None where it draws no numbers of one.
    plan: Callable[..., Plan | None] | None = None
    # Its slides, editable in PowerPoint; None: a picture takes their place.
    plan_slides: Callable[[Contents], list[SlideBody]] | None = None
    # What its sentence may say, of a filled request.
    read_facts: Callable[[Selection, ChartRequest], Facts | Reporting]
    page: str = "indicator"  # path of the page that shows it
    label: str = ""  # in the choice of charts of that page; empty: not among them
    choices: Collection[str] = ()  # what a reader chooses for it: regions, years, since
    is_offered: Callable[[Selection, Indicator], bool] = _always
    fill: Callable[[Selection, ChartRequest], ChartRequest] = _as_asked  # entries left empty
    find_years: Callable[[Selection, ChartRequest], set[int] | None] = selected_year
    find_regions: Callable[[Selection, ChartRequest], set[str]] = whole_and_children
    has_figures: Callable[[Selection, ChartRequest], bool] = _children_in_each_year
    is_of_all_years: bool = False  # the same chart whichever year is selected

    def find_page(self, _request: ChartRequest) -> str:
        """Path of the page that shows it."""
        return self.page

    def find_contents(self, selection: Selection, request: ChartRequest) -> Contents:
        """What the chart is made of; empty entries are filled. KeyError for an unknown code."""
        return self.make_contents(selection, self.fill(selection, request))

    def make_alt(self, selection: Selection, request: ChartRequest) -> str:
        """One sentence for who cannot see it."""
        return self.find_contents(selection, request).alt

    def list_indicators(self, _selection: Selection, request: ChartRequest) -> list[str]:
        """Codes of the indicators that it shows."""
        return [request.indicator] if request.indicator else []

    def find_facts(self, selection: Selection, request: ChartRequest) -> Facts | Reporting:
        """What the figures say about it; KeyError for a code that the catalogue does not have."""
        return _find_facts(self, selection, self.fill(selection, request))

    def tell(self, selection: Selection, request: ChartRequest) -> Told:
        """The groups of its sentence."""
        facts = self.find_facts(selection, request)
        return Told(sentences.tell(facts, selection.lang), facts.is_demonstration)

    def list_headlines(self, selection: Selection, request: ChartRequest) -> Told:
        """Its headlines, the fullest first."""
        facts = self.find_facts(selection, request)
        return Told(sentences.list_headlines(facts, selection.lang), facts.is_demonstration)

    def make_slide_bodies(
        self, selection: Selection, request: ChartRequest
    ) -> list[SlideBody] | None:
        """Its slides, one at least; None where it has no form that can be edited."""
        if self.plan_slides is None:
            return None
        return self.plan_slides(self.find_contents(selection, request))


@lru_cache(maxsize=1024)
def _find_facts(kind: ChartKind, selection: Selection, filled: ChartRequest) -> Facts | Reporting:
    facts = kind.read_facts(selection, filled)
    if kind.plan is None or isinstance(facts, Reporting):
        return facts
    plan = kind.make_contents(selection, filled).apply(kind.plan)
    return replace(facts, scale=plan.scale) if plan else facts
