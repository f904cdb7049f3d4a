"""Figures after the rules of the numbers, as frames and single values, and what may be said of them.

Pure but for reading through a store it is handed. The sums, rates and quality_flags themselves are made in
``queries/figures/``; here a change, a rank or a target's progress is derived, or
withheld where the rules give none.
"""

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from dashboard.catalogue import Indicator, load_catalogue
from dashboard.formats import (
    BOUNDS,
    CHANGE_DECIMALS,
    LEAST_SHOWN,
    MOST_SHOWN,
    OPEN_FLAGS,
    format_size,
    is_level,
    round_difference,
    round_number,
)
from dashboard.i18n import Lang
from dashboard.i18n import gettext as _
from dashboard.lists import choose_colon

# A reader of queries: name and parameters → frame.
Read = Callable[[str, Mapping[str, object]], pd.DataFrame]


def join_codes(codes: Iterable[str]) -> str:
    """Codes as the read queries take them: ``,a,b,``; empty for all."""
    text = ",".join(codes)
    return f",{text}," if text else ""


def read_figures(
    read: Read, region: str, indicators: Sequence[str] = (), *, sources: bool = False
) -> pd.DataFrame:
    """Figures of ``region`` and its direct children, one row per indicator, region and year.

    Columns as in ``queries/read/figures.sql``, its quality flags as ``quality_flags`` (keys of
    ``formats.QUALITY_FLAGS``, comma-separated); with ``sources`` also source, note_zh and note_en of own
    figures. No ``indicators`` means all. Years and regions without anything known have no row: they
    are missing, not zero. A number beyond all that can be shown is NaN with the state ``beyond``.
    """
    parameters = {"region": region, "indicators": join_codes(indicators)}
    frame = read("figures", parameters)
    _hold_in_bounds(frame)
    frame["reporters"] = frame["reporters"].fillna("")
    for column in ("reported_count", "expected_count", "place_count", "expected_places"):
        frame[column] = frame[column].astype("float64")
    if not sources:
        return frame
    catalogue = load_catalogue()
    parts = [p for code in indicators for p in catalogue.indicators[code].parts]
    parameters["indicators"] = join_codes([*indicators, *parts])
    return _with_sources(frame, read("sources", parameters))


def _hold_in_bounds(frame: pd.DataFrame) -> None:
    """Take out numbers that no chart and no sentence can hold: such a cell has only a state.

    None should be published; one that is, or a sum that overflows, must not break every page.
    """
    value = frame["value"].abs()
    frame.loc[value < LEAST_SHOWN, "value"] = 0.0
    is_beyond = value >= MOST_SHOWN
    if is_beyond.any():
        frame.loc[is_beyond, "status"] = "beyond"
        frame.loc[is_beyond, ["value", "numerator", "denominator"]] = float("nan")


def _with_sources(frame: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Add the source and the notes of own figures; a rate has those of its numerator."""
    indicators = load_catalogue().indicators
    texts = {
        (i, r, p): (s, zh, en)
        for i, r, p, s, zh, en in sources[
            ["indicator", "region_code", "period", "source", "note_zh", "note_en"]
        ].itertuples(index=False)
    }
    found = []
    keys = frame[["indicator", "region_code", "latest_period", "origin"]]
    for code, region, period, origin in keys.itertuples(index=False):
        key = (code, region, period)
        part = (indicators[code].numerator, region, period)
        own = texts.get(key) or texts.get(part) if origin == "own" else None
        found.append(own or ("", "", ""))
    for place, column in enumerate(("source", "note_zh", "note_en")):
        frame[column] = pd.Series([f[place] for f in found], dtype="str")
    return frame


class Figure(NamedTuple):
    """One value with its state: a row of the figures frame."""

    value: float  # NaN without a number
    status: str
    quality_flags: str
    origin: str
    reported_count: float
    expected_count: float
    reporters: str  # the regions in a sum by code; empty for own figures
    latest_period: str
    is_demonstration: bool  # wholly or in part
    is_mixed: bool = False  # made of demonstration figures and of real ones
    coverage: float = math.nan  # of a sum that some are missing from: the share of its whole in it
    place_count: float = math.nan  # of a sum of such sums: the places at the very bottom in it
    expected_places: float = math.nan  # and all those that it expects

    @property
    def has_value(self) -> bool:
        """Whether there is a number."""
        return self.value == self.value  # NaN is not itself

    @property
    def is_sum(self) -> bool:
        """Whether the sum of the regions below stands in for the region's own figure."""
        return self.origin == "children"

    @property
    def is_settled(self) -> bool:
        """Whether there is a number, of the whole region and the whole year, and no mere bound."""
        return self.has_value and OPEN_FLAGS.isdisjoint(self.quality_flags.split(","))

    def without(self, flags: Collection[str]) -> "Figure":
        """The same without some of its quality flags."""
        kept = [f for f in self.quality_flags.split(",") if f not in flags]
        return self._replace(quality_flags=",".join(kept))

    def is_like(self, other: "Figure") -> bool:
        """Whether both are wholly real or wholly demonstration figures: only these are compared."""
        is_same = self.is_demonstration == other.is_demonstration
        return is_same and not (self.is_mixed or other.is_mixed)


PER = 10_000  # heads that a count is read against; an amount is read against one


def read_per_head(
    figure: Figure | None, size: Figure | None, indicator: Indicator, *, least: float
) -> Figure | None:
    """A figure of what adds up for each 10,000 of its region's ``size``; of money, in yuan for one.

    With the quality flags of both. None unless both are settled numbers, both real or both
    demonstration figures, and the size is at least ``least``. Of a region that has one of them
    confidential or withheld none is made, for it would tell that one; of two that are shown it tells
    nothing new.
    """
    if figure is None or size is None or not (figure.is_settled and size.is_settled):
        return None
    if not figure.is_like(size) or size.value <= 0 or size.value < least:
        return None
    heads = 1 if indicator.kind == "money" else PER
    flags = dict.fromkeys(f"{figure.quality_flags},{size.quality_flags}".split(","))
    return figure._replace(
        value=figure.value * heads / size.value, quality_flags=",".join(f for f in flags if f)
    )


# indicator → region → year → figure
FigureIndex = dict[str, dict[str, dict[int, Figure]]]


def make_index(frame: pd.DataFrame) -> FigureIndex:
    """The figures frame as nested look-ups: indicator, region, year."""
    index: FigureIndex = {}
    columns = [frame[c].tolist() for c in ("indicator", "region_code", "year", *Figure._fields)]
    for indicator, region, year, *rest in zip(*columns, strict=True):
        index.setdefault(indicator, {}).setdefault(region, {})[year] = Figure(*rest)
    return index


def find_figure(index: FigureIndex, indicator: str, region: str, year: int) -> Figure | None:
    """The figure of a cell, or None where nothing is known."""
    return index.get(indicator, {}).get(region, {}).get(year)


@dataclass(frozen=True)
class Break:
    """The first year of a series that cannot be compared with the years before."""

    indicator: str
    region_code: str  # empty: all regions
    year: int
    reason_zh: str
    reason_en: str
    origin_region: str = ""  # where the break was said to be: a part of the region, or itself

    @property
    def is_own(self) -> bool:
        """Whether it was said of this series itself, not of a part of it."""
        return self.origin_region in ("", self.region_code)

    def reason(self, lang: Lang) -> str:
        """Why, in ``lang``; of a part of the region with its name before it."""
        text = self.reason_zh if lang == "zh" else self.reason_en
        if self.is_own:
            return text
        return (
            f"{load_catalogue().regions[self.origin_region].name(lang)}{choose_colon(lang)}{text}"
        )

    def applies(self, indicator: str, region: str) -> bool:
        """Whether the break lies in this series."""
        return self.indicator == indicator and self.region_code in ("", region)


def breaks_between(
    breaks: Iterable[Break], indicator: str, region: str, first: int, last: int
) -> list[Break]:
    """The breaks that make ``last`` incomparable with ``first``."""
    return [b for b in breaks if b.applies(indicator, region) and first < b.year <= last]


class Basis(NamedTuple):
    """The places over which a sum is compared like for like, of those that it expects."""

    compared: int
    expected: int


@dataclass(frozen=True)
class Change:
    """How a figure differs from the one of an earlier year, or why that cannot be said."""

    value: float | None  # per cent for counts and money, percentage points for rates
    since: int
    reason: str = ""  # missing, break, demonstration, bound, partial_year, other_regions, zero, …
    # As it is rounded everywhere; where that is 0.0 it is told as less than 0.1. None without a change.
    shown: float | None = None
    basis: Basis | None = None  # of a sum that is not compared as a whole
    is_same_period: bool = False  # a part of the year against the same part of the earlier one

    def __post_init__(self) -> None:
        if self.value is not None and self.shown is None:
            object.__setattr__(self, "shown", round_number(self.value, CHANGE_DECIMALS))

    @property
    def direction(self) -> int:
        """1 for a rise, -1 for a fall, 0 for none or none that can be said."""
        return compare(self.value or 0, 0)

    @property
    def is_comparable(self) -> bool:
        """Whether the figures can be set beside one another, though perhaps not in per cent."""
        return self.reason in ("", "zero", "negative")


def compare(value: float, other: float) -> int:
    """1 where ``value`` is above ``other``, -1 below, 0 where they are level (``formats.is_level``)."""
    return 0 if is_level(value, other) else 1 if value > other else -1


def compare_written(value: float, other: float, decimals: int = CHANGE_DECIMALS) -> int:
    """The same of two numbers that stand beside one another, as they are written: 90.04 is level with 90.0.

    For where no distance is told; where one is, it is less than what is written.
    """
    return compare(round_number(value, decimals), round_number(other, decimals))


def compute_change(
    now: Figure | None,
    before: Figure | None,
    indicator: Indicator,
    *,
    since: int,
    broken: bool = False,
    agrees: Callable[[], bool] = lambda: False,
) -> Change:
    """The change against ``since``: per cent of a count, percentage points of a rate (rules 4, 5).

    None is given, with the reason, out of or into a missing year, across a break in the series,
    between a demonstration figure and a real one or one that is partly either, where either value is
    only a bound or covers part of the year, where the two sums are made of different regions, between
    an own figure and a sum unless the two have agreed before (``agrees``), in per cent out of zero and
    out of or into a negative figure, and where growth is beyond all that is shown.
    """
    if now is None or before is None or not (now.has_value and before.has_value):
        return Change(None, since, "missing")
    if broken:
        return Change(None, since, "break")
    if not now.is_like(before):
        return Change(None, since, "demonstration")
    quality_flags = f"{now.quality_flags},{before.quality_flags}".split(",")
    if not BOUNDS.isdisjoint(quality_flags):
        return Change(None, since, "bound")
    if "partial_year" in quality_flags:
        return Change(None, since, "partial_year")
    if _differ_in_regions(now, before):
        return Change(None, since, "other_regions")
    if now.is_sum != before.is_sum and not agrees():
        return Change(None, since, "own_and_sum")
    return measure_change(now.value, before.value, indicator, since=since)


def measure_change(now: float, before: float, indicator: Indicator, *, since: int) -> Change:
    """The change between two numbers that may be compared: see ``compute_change``."""
    if indicator.kind == "rate":
        return difference_in_points(now, before, since)
    if compare(now, before) == 0:
        return Change(0.0, since)
    if now < 0 or before < 0:
        return Change(None, since, "negative")
    if before == 0:
        return Change(None, since, "zero")
    growth = (now - before) / before * 100
    return Change(growth, since) if abs(growth) < MOST_SHOWN else Change(None, since, "beyond")


def difference_in_points(now: float, before: float, since: int) -> Change:
    """The change of a percentage, in points, as both are written."""
    points = now - before if compare(now, before) else 0.0
    return Change(points, since, shown=round_difference(now, before, CHANGE_DECIMALS))


def format_change(change: Change, indicator: Indicator, lang: Lang) -> str:
    """``+4.2%``, or ``+0.3 个百分点`` for a rate; ``+<0.1%`` for less than that, or “unchanged”.

    With the places that it is about, where it is not of the whole. Empty where no change can be given.
    """
    if change.value is None or change.shown is None:
        return ""
    basis = describe_basis(change, lang)
    if not change.direction:
        return _("unchanged", lang) + basis
    sign = "+" if change.direction > 0 else "-"
    digits = f"{sign}{format_size(change.value, change.shown)}"
    if indicator.kind != "rate":
        return f"{digits}%{basis}"
    return _("{points} percentage points", lang, points=digits) + basis


def describe_basis(change: Change, lang: Lang) -> str:
    """``（可比口径，9/11个地区）``, to stand behind a change; empty for that of a whole."""
    basis = name_basis(change, lang)
    return basis and (f"（{basis}）" if lang == "zh" else f" ({basis})")


def name_basis(change: Change, lang: Lang) -> str:
    """``可比口径，9/11个地区``; empty for the change of a whole."""
    if change.basis is None:
        return ""
    return _(
        "like for like, {n} of {total} {total:region|regions}",
        lang,
        n=change.basis.compared,
        total=change.basis.expected,
    )


def _differ_in_regions(now: Figure, before: Figure) -> bool:
    """Whether two figures are made of different regions; an own figure is like a full sum."""
    if now.is_sum == before.is_sum:
        return now.is_sum and now.reporters != before.reporters
    return "partial_coverage" in f"{now.quality_flags},{before.quality_flags}".split(",")


def find_ranked(figures: Mapping[str, Figure | None]) -> dict[str, Figure]:
    """The regions that can be set in an order: those with a settled number that is no rate of few.

    Where none is settled but all cover the same part of the year and nothing else is open, all.
    """
    known = {
        r: f
        for r, f in figures.items()
        if f is not None and f.has_value and "small_denominator" not in f.quality_flags.split(",")
    }
    settled = {r: f for r, f in known.items() if f.is_settled}
    if settled or not known:
        return settled
    is_alike = len({f.latest_period for f in known.values()}) == 1
    is_only_part = all(
        OPEN_FLAGS.intersection(f.quality_flags.split(",")) == {"partial_year"}
        for f in known.values()
    )
    return known if is_alike and is_only_part else {}


def rank_regions(figures: Mapping[str, Figure | None], *, better: str) -> dict[str, int]:
    """Place of each region that can be ranked (``find_ranked``), from 1; equal values share a place.

    Where less is better (``better`` = down) the smallest value is first.
    """
    values = {r: f.value for r, f in find_ranked(figures).items()}
    ahead = -1 if better == "down" else 1
    return {r: 1 + sum(compare(o, v) == ahead for o in values.values()) for r, v in values.items()}


@dataclass(frozen=True)
class Progress:
    """How far a target is reached, and whether that can be said already."""

    percent: float  # of the target; where less is better, reaching it or staying below it is 100
    reach: str  # reached, missed, open (the figure may still be another)
    is_least: bool = False  # the figure can only grow, and ``percent`` with it
    is_most: bool = False  # the figure can only shrink, and ``percent`` with it


def measure_progress(
    figure: Figure | None, target: float | None, indicator: Indicator
) -> Progress | None:
    """How far a target is reached; None without a number or a target.

    What may still grow has reached a target from its bound on, and misses none where more is better;
    where less is better, the other way round. What may still move either way is open.
    """
    if figure is None or not figure.has_value or not target:
        return None
    is_down = indicator.better == "down"
    if is_down:
        percent = 100.0 if figure.value <= target else target / figure.value * 100
    else:
        percent = figure.value / target * 100
    percent = percent if compare(figure.value, target) else 100.0
    grows, shrinks = find_drift(figure, indicator)
    # What must not happen for the verdict to hold.
    spoils = {True: grows if is_down else shrinks, False: shrinks if is_down else grows}
    reach = "open" if spoils[percent >= 100] else "reached" if percent >= 100 else "missed"
    return Progress(
        percent,
        reach,
        is_least=grows and not shrinks and not is_down,
        is_most=shrinks and not grows and not is_down,
    )


def find_drift(figure: Figure, indicator: Indicator) -> tuple[bool, bool]:
    """Whether a number may still turn out larger, and smaller, than it is now."""
    flags = set(figure.quality_flags.split(","))
    grows, shrinks = "at_least" in flags, "at_most" in flags
    if "partial_year" in flags:
        # The rest of the year adds to a flow; a stock at its end, and a rate, may be anything.
        is_sum = indicator.measure == "flow" and indicator.kind != "rate"
        grows, shrinks = True, shrinks or not is_sum
    if "partial_coverage" in flags:
        grows, shrinks = True, shrinks or indicator.kind == "rate"
    return grows, shrinks
