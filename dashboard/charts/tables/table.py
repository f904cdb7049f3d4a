"""What the tables for briefings share: many indicators of one region in a year, as text ready to show."""

import math
from dataclasses import dataclass

from dashboard import cached
from dashboard.catalogue import Indicator, load_catalogue
from dashboard.charts.contents import make_caption
from dashboard.figures import Change, Figure, find_figure, rank_regions
from dashboard.formats import choose_scale, format_value
from dashboard.graphics.frame import foot_texts
from dashboard.graphics.points import collect_notes
from dashboard.i18n import gettext as _
from dashboard.narrative.annotations import find_change, format_figure
from dashboard.selection import ChartRequest, Selection

NONE = "—"
# More rows cannot be read from a slide.
_MOST_ROWS = 9


@dataclass(frozen=True)
class Table:
    """A table to read: heads and rows of text, and what must be said under it."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    indicators: tuple[str, ...]  # the code of each row
    foot: tuple[str, ...]  # quality flags, source, data version and date
    demonstration: bool


@dataclass(frozen=True)
class Subject:
    """The region that a table is about, with all that is known of it and of its children."""

    selection: Selection
    request: ChartRequest

    @property
    def place(self) -> str:
        """The region's code: the city asked for, or the selected region itself."""
        return self.request.city or self.selection.region

    @property
    def name(self) -> str:
        """The region's full name."""
        return load_catalogue().regions[self.place].full_name(self.selection.lang)

    @property
    def indicators(self) -> list[Indicator]:
        """Those of the programme asked for; else the headlines and one for each programme."""
        catalogue = load_catalogue()
        if self.request.programme:
            return list(catalogue.of_programme(self.request.programme))
        return [catalogue.indicators[c] for c in cached.card_indicators()]

    def figure(self, indicator: Indicator, year: int | None = None) -> Figure | None:
        """The region's figure in ``year``, or in the selected one."""
        index = cached.load_index(self.selection)
        return find_figure(index, indicator.code, self.place, year or self.selection.year)

    def text(
        self, indicator: Indicator, year: int | None = None, beside: float | None = None
    ) -> str:
        """The same with its unit and quality flags, or its state in words."""
        return self.format(self.figure(indicator, year), indicator, beside)

    def format(
        self, figure: Figure | None, indicator: Indicator, beside: float | None = None
    ) -> str:
        """A figure with its unit and quality flags, or its state in words.

        ``beside`` is a number that stands in the same row: both have one unit.
        """
        values = [figure.value if figure else None, beside]
        scale = choose_scale(values, indicator, self.selection.lang)
        return format_figure(figure, scale, self.selection.lang)

    def goal(self, indicator: Indicator, target: float) -> str:
        """The target in the unit of the region's figure beside it."""
        figure, lang = self.figure(indicator), self.selection.lang
        scale = choose_scale([figure.value if figure else None, target], indicator, lang)
        return format_value(target, scale, lang)

    def change(self, indicator: Indicator, since: int) -> Change:
        """The region's change against ``since`` under the rules of the numbers."""
        index = cached.load_index(self.selection)
        return find_change(self.selection, indicator, region=self.place, index=index, since=since)

    def target(self, indicator: Indicator) -> float | None:
        """The region's target for the selected year."""
        targets = cached.load_targets(self.selection)
        return targets.get((indicator.code, self.place, self.selection.year))

    def siblings(self, indicator: Indicator) -> dict[str, Figure | None]:
        """Figures of the children of the selected region that are counted, by their codes."""
        index, year = cached.load_index(self.selection), self.selection.year
        children = load_catalogue().counted_children(self.selection.region, self.selection.year)
        return {r.code: find_figure(index, indicator.code, r.code, year) for r in children}

    def rank(self, indicator: Indicator) -> tuple[int, int] | None:
        """The region's place among its siblings and how many have one; None without a number."""
        ranks = rank_regions(self.siblings(indicator), better=indicator.better)
        return (ranks[self.place], len(ranks)) if self.place in ranks else None


Rows = list[tuple[str, tuple[str, ...]]]  # code of the indicator, cells


def fill_table(subject: Subject, title: str, columns: tuple[str, ...], rows: Rows) -> Table:
    """A table of ``rows`` with what must be said over it and under it."""
    lang = subject.selection.lang
    if subject.request.programme:
        name = load_catalogue().programmes[subject.request.programme].name(lang)
        title = _("{programme}: {title}", lang, programme=name, title=title)
    codes = tuple(code for code, _cells in rows)
    foot, demonstration = _make_foot(subject, codes)
    return Table(title, columns, tuple(c for _code, c in rows), codes, foot, demonstration)


def split_rows(table: Table) -> list[tuple[tuple[str, ...], ...]]:
    """The rows of a table in parts of about equal length that a slide can hold."""
    count = max(1, math.ceil(len(table.rows) / _MOST_ROWS))
    size = math.ceil(len(table.rows) / count)
    return [table.rows[n * size : (n + 1) * size] for n in range(count)]


def _make_foot(subject: Subject, codes: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
    """The lines at the foot of a table of ``codes``, and whether it holds demonstration figures."""
    selection = subject.selection
    frame = cached.load_figures(selection, indicators=tuple(dict.fromkeys(codes)) or ("members",))
    years = {selection.year, subject.request.since or selection.year} if codes else set()
    frame = frame[frame["year"].isin(years)]
    own = frame[frame["region_code"] == subject.place]
    # A sum has the sources of its parts, and shortfalls name children.
    parts = own if subject.request.city else frame
    caption = make_caption(selection, "", source=collect_notes(parts, selection.lang).source)
    lines = foot_texts(caption, collect_notes(own, selection.lang), selection.lang)
    return tuple(lines), bool(parts["is_demonstration"].any())
