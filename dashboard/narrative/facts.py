"""What the figures say about one chart, as numbers and names: no words, and nothing they do not give.

Made from the same reads as the charts and under the same rules of the numbers. The words are in
``sentences``.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeGuard

from dashboard import cached
from dashboard.catalogue import Indicator, load_catalogue
from dashboard.figures import (
    Change,
    Figure,
    FigureIndex,
    breaks_between,
    compare,
    compare_written,
    find_figure,
    find_ranked,
    read_per_head,
)
from dashboard.formats import Scale, choose_scale, is_level
from dashboard.narrative.annotations import find_change
from dashboard.selection import Selection

TOP = 3  # regions whose parts of a whole are told of together


def is_settled(figure: Figure | None) -> TypeGuard[Figure]:
    """Whether there is a number, of the whole region and the whole year, and no mere bound."""
    return figure is not None and figure.is_settled


@dataclass(frozen=True)
class Standing:
    """Regions beside one another in one year; codes are in the catalogue's order."""

    known: Mapping[str, Figure]  # those with a number
    ranked: Mapping[str, Figure]  # those of them that can be set in an order
    states: Mapping[str, tuple[str, ...]]  # status → those without a number
    leaders: tuple[str, ...]  # all ranked ones that have the largest number
    laggards: tuple[str, ...]  # all ranked ones that have the smallest
    is_whole: bool = True  # False: only those that a reader has chosen

    @property
    def expected(self) -> int:
        """How many regions there are, but those that the indicator does not apply to."""
        return len(self.known) + sum(map(len, self.states.values()))

    @property
    def is_even(self) -> bool:
        """Whether all numbers are the same."""
        return len(self.leaders) == len(self.known) == len(self.ranked)


@dataclass(frozen=True)
class Movement:
    """How regions changed between two years, under the rules of a change."""

    rose: int
    fell: int
    same: int
    unknown: int  # no change can be given
    rise: Change | None  # the largest, per cent or percentage points; None without any
    risers: tuple[str, ...]
    fall: Change | None
    fallers: tuple[str, ...]

    @property
    def compared(self) -> int:
        """How many regions have a change."""
        return self.rose + self.fell + self.same


@dataclass(frozen=True)
class Extreme:
    """The highest or lowest number of a span, where it is at neither end."""

    year: int
    figure: Figure


@dataclass(frozen=True)
class Densest:
    """The region that has the most for each 10,000 of its size, or the largest amount a head."""

    region: str
    figure: Figure  # as of ``figures.read_per_head``


@dataclass(frozen=True)
class Facts:
    """All that may be said of one chart of an indicator; what does not hold is None or empty."""

    indicator: Indicator
    parent: str  # the selected region
    region: str  # whose figure is told: the selected one's, or that of a part of it
    year: int
    figure: Figure | None
    change: Change
    scale: Scale  # of the chart
    break_year: int | None = None  # the break because of which a change is withheld or shortened
    span: Change | None = None  # over the years drawn, since the last break
    since: int | None = None  # the first year of ``movement``
    peak: Extreme | None = None
    trough: Extreme | None = None
    standing: Standing | None = None
    movement: Movement | None = None
    rank: int | None = None  # in the standing, largest first; where less is better smallest first
    total: Figure | None = None  # of the region above
    share_pct: float | None = None  # the leader's, or the region's, of the total
    share_change: Change | None = None  # of that share, percentage points
    densest: Densest | None = None  # where it is another than the one with the most
    target: float | None = None
    is_demonstration: bool = False
    tells_level: bool = True  # False where the region's own figure is not on the chart
    tells_spread: bool = False  # True where all regions are seen at once about the whole


@dataclass(frozen=True)
class Reporting:
    """How many regions have reported how many indicators in one year."""

    year: int
    expected: int  # indicators that any of them reported
    counts: Mapping[str, int]  # by region, in the catalogue's order
    is_demonstration: bool

    @property
    def complete(self) -> tuple[str, ...]:
        """The regions that have reported every indicator."""
        return tuple(r for r, n in self.counts.items() if n >= self.expected)

    @property
    def silent(self) -> tuple[str, ...]:
        """The regions that have reported nothing."""
        return tuple(r for r, n in self.counts.items() if not n)

    @property
    def least(self) -> tuple[str, ...]:
        """Of those that have reported, the ones with the fewest; empty when none lacks any."""
        lacking = [n for n in self.counts.values() if 0 < n < self.expected]
        return tuple(r for r, n in self.counts.items() if lacking and n == min(lacking))


def find_standing(
    index: FigureIndex, code: str, regions: Iterable[str], year: int, *, is_whole: bool = True
) -> Standing:
    """``regions`` beside one another in ``year``; those it does not apply to are left out."""
    figures = {r: find_figure(index, code, r, year) for r in regions}
    known = {r: f for r, f in figures.items() if f is not None and f.has_value}
    states: dict[str, tuple[str, ...]] = {}
    for region, figure in figures.items():
        status = figure.status if figure else "not_reported"
        if region not in known and status != "not_applicable":
            states[status] = (*states.get(status, ()), region)
    ranked = find_ranked(known)
    values = [f.value for f in ranked.values()]
    return Standing(
        known,
        ranked,
        states,
        leaders=tuple(r for r, f in ranked.items() if is_level(f.value, max(values))),
        laggards=tuple(r for r, f in ranked.items() if is_level(f.value, min(values))),
        is_whole=is_whole,
    )


def find_movement(changes: Mapping[str, Change]) -> Movement:
    """How many rose and fell, and which of them most, as far as it is told.

    No change that is about some of a region's places alone is called the largest.
    """
    known = {r: c for r, c in changes.items() if c.value is not None}
    directions = [c.direction for c in known.values()]
    rise, risers = _find_furthest(known, 1)
    fall, fallers = _find_furthest(known, -1)
    return Movement(
        rose=directions.count(1),
        fell=directions.count(-1),
        same=directions.count(0),
        unknown=len(changes) - len(known),
        rise=rise,
        risers=risers,
        fall=fall,
        fallers=fallers,
    )


def _find_furthest(
    changes: Mapping[str, Change], direction: int
) -> tuple[Change | None, tuple[str, ...]]:
    """The largest change in a direction as it is told, and who changed by it."""
    moved = {r: c for r, c in changes.items() if c.direction == direction and c.basis is None}
    if not moved:
        return None, ()
    size = max(abs(c.shown or 0) for c in moved.values())
    furthest = {r: c for r, c in moved.items() if abs(c.shown or 0) == size}
    return next(iter(furthest.values())), tuple(furthest)


def find_share(part: Figure | None, total: Figure | None, indicator: Indicator) -> float | None:
    """The share in per cent of what adds up, out of a full total; None where that cannot be said.

    No real figure is set against a total of demonstration figures, nor the other way round.
    """
    if part is None or total is None or indicator.region_rule != "sum":
        return None
    if not part.is_like(total):
        return None
    if not (is_settled(part) and is_settled(total)) or part.value < 0:
        return None
    if compare(part.value, total.value) > 0:
        return None
    return 100 * part.value / total.value if total.value else None


def count_above(facts: Facts) -> int | None:
    """How many regions have a rate above that of the whole, as both are written.

    None where that cannot be said: without the whole, or where one of the rates may still change.
    """
    whole, standing = facts.figure, facts.standing
    if whole is None or standing is None or facts.indicator.kind != "rate":
        return None
    regions = list(standing.known.values())
    if not all(is_settled(f) and f.is_like(whole) for f in (whole, *regions)):
        return None
    return sum(compare_written(f.value, whole.value) > 0 for f in regions)


def find_top(facts: Facts) -> tuple[tuple[str, ...], float] | None:
    """The regions with the most, TOP of them, and what per cent of the whole they are together.

    None where that cannot be said, where the next has as much, or of hardly more regions.
    """
    if facts.standing is None or len(facts.standing.ranked) < max(
        2 * TOP, len(facts.standing.known)
    ):
        return None
    known = facts.standing.ranked
    ordered = sorted(known, key=lambda code: -known[code].value)
    parts = [find_share(known[code], facts.figure, facts.indicator) for code in ordered[: TOP + 1]]
    shares = [share for share in parts if share is not None]
    if len(shares) < len(parts) or is_level(shares[TOP - 1], shares[TOP]):
        return None
    return tuple(ordered[:TOP]), math.fsum(shares[:TOP])


def find_densest(
    index: FigureIndex, indicator: Indicator, standing: Standing, year: int, *, least: float
) -> Densest | None:
    """Who is first per head where that is not the one with the most.

    ``index`` holds the figures of the indicator and of its size, ``least`` is the smallest size. None
    where any of those that are ranked has no such reading, or where two share the first place.
    """
    if not indicator.size or len(standing.leaders) != 1 or len(standing.ranked) < 2:
        return None
    found = {
        region: read_per_head(
            figure, find_figure(index, indicator.size, region, year), indicator, least=least
        )
        for region, figure in standing.ranked.items()
    }
    known = {region: figure for region, figure in found.items() if figure is not None}
    if len(known) < len(found):
        return None
    most = max(f.value for f in known.values())
    first = [region for region, f in known.items() if is_level(f.value, most)]
    if len(first) > 1 or first == list(standing.leaders):
        return None
    return Densest(first[0], known[first[0]])


@dataclass(frozen=True)
class FigureReader:
    """The figures of one indicator as a selection shows them."""

    selection: Selection
    indicator: Indicator
    index: FigureIndex

    @classmethod
    def open(cls, selection: Selection, code: str) -> "FigureReader":
        """Those of the indicator ``code``; KeyError where the catalogue has none."""
        indicator = load_catalogue().indicators[code]
        return cls(selection, indicator, cached.load_index(selection, indicators=(code,)))

    @property
    def code(self) -> str:
        """The indicator's code."""
        return self.indicator.code

    def figure(self, region: str, year: int) -> Figure | None:
        """The figure of a region in a year, if anything is known of it."""
        return find_figure(self.index, self.code, region, year)

    def series(self, region: str, years: tuple[int, int] | None = None) -> dict[int, Figure]:
        """The numbers of a region by year, ascending; of the ``years`` from first to last."""
        found = self.index.get(self.code, {}).get(region, {})
        return {
            y: found[y]
            for y in sorted(found)
            if found[y].has_value and (not years or years[0] <= y <= years[1])
        }

    def last_break(self, region: str, first: int, last: int) -> int | None:
        """The last year that cannot be compared with ``first``; of no region: breaks of all."""
        breaks = cached.load_breaks(self.selection)
        between = breaks_between(breaks, self.code, region, first, last)
        return max((b.year for b in between), default=None)

    def change(self, region: str, year: int, since: int) -> Change:
        """The change of a region between two years under the rules of the numbers."""
        selection = replace(self.selection, year=year)
        return find_change(selection, self.indicator, region=region, index=self.index, since=since)

    def children(self) -> list[str]:
        """The regions that are set beside one another: those that a sum expects.

        Others overlap them on the ground, or have none: a chart may show them, no sentence ranks them.
        """
        selection = self.selection
        counted = load_catalogue().counted_children(selection.region, selection.year)
        return [r.code for r in counted]

    def scale(self, figures: Iterable[Figure | None], *more: float) -> Scale:
        """The unit that fits all of ``figures`` and ``more``."""
        values = [f.value for f in figures if f is not None]
        return choose_scale([*values, *more], self.indicator, self.selection.lang)

    def demonstrates(self, regions: Iterable[str], years: Sequence[int]) -> bool:
        """Whether a figure of ``regions`` in ``years`` is made by the demonstration."""
        figures = [self.figure(r, y) for r in regions for y in years]
        return any(f is not None and f.is_demonstration for f in figures)


def read_level(reader: FigureReader, region: str, year: int, since: int, scale: Scale) -> Facts:
    """The figure of a region in a year, its change and its target."""
    figure = reader.figure(region, year)
    change = reader.change(region, year, since)
    is_broken = change.reason == "break"
    target = cached.load_targets(reader.selection).get((reader.code, region, year))
    return Facts(
        reader.indicator,
        reader.selection.region,
        region,
        year,
        figure,
        change,
        scale,
        break_year=reader.last_break(region, since, year) if is_broken else None,
        target=target,
        is_demonstration=reader.demonstrates([region], [year]),
    )


def compare_regions(
    reader: FigureReader, regions: Sequence[str], first: int, last: int
) -> Movement | None:
    """The changes of more than one region; those without any figure in both years do not count."""
    known = [r for r in regions if reader.figure(r, first) or reader.figure(r, last)]
    if len(known) < 2:
        return None
    return find_movement({r: reader.change(r, last, first) for r in known})


def find_child_share(reader: FigureReader, child: str | None, total: Figure | None) -> float | None:
    """The share of a child that enters the sum of the selected region."""
    selection = reader.selection
    summed = load_catalogue().summed_children(selection.region, selection.year)
    if child not in {r.code for r in summed}:
        return None
    return find_share(reader.figure(child, selection.year), total, reader.indicator)
