"""The rules of the numbers in plain Python: what every figure must be, from the log alone.

Written from the rules as they are told in README, the help page and the cases worked by hand, and
sharing nothing with the dashboard but the reference tables, so that the two can be held against
each other. Numbers are exact fractions. What publishes and compares is in ``test_oracle.py``.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path

REFERENCE = Path(__file__).parents[2] / "data" / "reference"
COVERAGE_PCT = 50  # the default of DASHBOARD_COVERAGE_PCT

Flags = frozenset[str]
NO_FLAGS: Flags = frozenset()
BOUNDS = frozenset({"at_least", "at_most"})
# Said of a figure in this order, the gravest first.
GRAVITY = (
    "at_least",
    "at_most",
    "estimate",
    "provisional",
    "partial_coverage",
    "partial_year",
    "uneven_periods",
    "small_denominator",
    "recomputed",
    "revised",
)
LEAST_DENOMINATOR = 20
# Of several states the first stands for all.
STATES = ("confidential", "not_reported", "not_applicable", "below_unit")
DOUBTS = {"below_unit": "estimate"} | {s: s for s in GRAVITY[:4]}


# What was published -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One row of an upload: a cell with its number in base units, or a state without one."""

    indicator: str
    region: str
    period: str  # 2024, 2024-Q2, 2024-06
    value: Fraction | None
    status: str


@dataclass(frozen=True)
class SeriesBreak:
    """The first year that cannot be compared with those before; no region stands for all."""

    indicator: str
    region: str
    year: int


@dataclass(frozen=True)
class Target:
    """What is to be reached, in base units; kind: annual, plan."""

    indicator: str
    region: str
    year: int
    kind: str
    value: Fraction


@dataclass(frozen=True)
class Act:
    """An upload or an undo; its number is the data version that it makes."""

    number: int
    rows: tuple[Row, ...] = ()
    breaks: tuple[SeriesBreak, ...] = ()
    targets: tuple[Target, ...] = ()
    is_demonstration: bool = False
    undoes: int | None = None


@dataclass(frozen=True)
class Cell:
    """What stands in a cell."""

    row: Row
    flags: Flags

    @property
    def number(self) -> Fraction | None:
        """What enters a sum: below the smallest unit is almost nothing and adds nothing."""
        return Fraction(0) if self.row.status == "below_unit" else self.row.value

    @property
    def status(self) -> str:
        """The state, or ``number``: which kind of number it is, is said by the flags."""
        return "number" if self.row.value is not None else self.row.status


def standing_acts(log: Iterable[Act], as_of: int, *, demonstration: bool) -> list[Act]:
    """The uploads that stand at a data version: an undone one is as if it had never been."""
    acts = [a for a in log if a.number <= as_of]
    withdrawn = {a.undoes for a in acts}
    return [
        a
        for a in acts
        if a.undoes is None
        and a.number not in withdrawn
        and (demonstration or not a.is_demonstration)
    ]


def standing_cells(acts: Iterable[Act]) -> dict[tuple[str, str, str], Cell]:
    """The newest row of each cell; a reported one stands over demonstration.

    Only a reported number is revised, when an earlier upload that still stands gave another: a
    first number after a state is late.
    """
    rows: dict[tuple[str, str, str], dict[bool, list[Row]]] = {}
    for act in acts:
        for row in act.rows:
            kinds = rows.setdefault((row.indicator, row.region, row.period), {})
            kinds.setdefault(act.is_demonstration, []).append(row)
    cells = {}
    for key, kinds in rows.items():
        is_demonstration = False not in kinds
        *earlier, row = kinds[is_demonstration]
        flags = {"demonstration" if is_demonstration else "real"}
        flags |= {DOUBTS[row.status]} if row.status in DOUBTS else set()
        if not is_demonstration and row.value is not None:
            others = {e.value for e in earlier} - {row.value, None}
            flags |= {"revised"} if others else set()
        cells[key] = Cell(row, frozenset(flags))
    return cells


# The catalogue ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Indicator:
    """An indicator with its rule over time and its rule over regions."""

    code: str
    kind: str  # count, money, rate
    measure: str  # flow, stock
    region_rule: str  # sum, ratio, none
    numerator: str
    denominator: str
    factor: int
    decimals: int

    @property
    def is_ratio(self) -> bool:
        """Whether it is made of two parts."""
        return self.region_rule == "ratio"


@dataclass(frozen=True)
class Region:
    """A region, the one in whose sum it is (empty: in none), and whether it is expected there."""

    code: str
    parent: str
    sum_of: str
    is_expected: bool


def _read(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def read_indicators() -> dict[str, Indicator]:
    """The indicators by code."""
    return {
        r["indicator"]: Indicator(
            r["indicator"],
            r["kind"],
            r["measure"],
            r["region_rule"],
            r["numerator"],
            r["denominator"],
            int(r["factor"] or 1),
            int(r["decimals"]),
        )
        for r in _read("indicators.csv")
    }


@cache
def read_regions() -> dict[str, Region]:
    """The regions by code: overlapping places are in one sum only, units without ground not expected."""
    exceptions = {r["code"]: r for r in _read("rollup_exceptions.csv")}
    regions = {}
    for row in _read("regions.csv") + _read("regions_extra.csv"):
        code, parent = row["code"], row["parent_code"]
        other = exceptions.get(code)
        sum_of = other["rollup_code"] if other else parent
        is_expected = other["is_expected"] == "1" if other else row["level"] != "nonregional"
        regions[code] = Region(code, parent, sum_of, is_expected)
    return regions


@cache
def children_of(region: str) -> tuple[str, ...]:
    """The regions directly below whose figures ever added up to ``region``'s, by code."""
    moved = {r["code"] for r in _read("rollup_history.csv") if r["rollup_code"] == region}
    return tuple(sorted(moved | {r.code for r in read_regions().values() if r.sum_of == region}))


@cache
def rollups_of(region: str) -> tuple[tuple[range, str, bool], ...]:
    """Spans of years in which a region was in another sum than today's, that sum, and if expected."""
    return tuple(
        (range(int(r["first_year"] or 0), int(r["last_year"] or 9999) + 1), r["rollup_code"],
         r["is_expected"] == "1")
        for r in _read("rollup_history.csv") if r["code"] == region
    )  # fmt: skip


def find_sum(region: str, year: int) -> tuple[str, bool]:
    """The region in whose sum this one is in a year (empty: in none), and whether it is expected."""
    for years, code, is_expected in rollups_of(region):
        if year in years:
            return code, is_expected
    return read_regions()[region].sum_of, read_regions()[region].is_expected


def parts_in(region: str, year: int) -> tuple[str, ...]:
    """The regions whose figures add up to ``region``'s in a year, by code."""
    return tuple(c for c in children_of(region) if find_sum(c, year)[0] == region)


@cache
def count_places(region: str) -> int:
    """The regions at the very bottom that are expected in a region today; 1 of one without any."""
    below = [c for c in parts_in(region, 9999) if find_sum(c, 9999)[1]]
    return sum(map(count_places, below)) or 1


# Figures ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """What a region's own cells say for a period or a year."""

    num: Fraction | None
    den: Fraction | None
    status: str  # number or a state
    period: str
    flags: Flags
    is_whole: bool = True  # not a part of the year

    @property
    def has_number(self) -> bool:
        """Whether there is a number, 0 for below the smallest unit included."""
        return self.num is not None


@dataclass(frozen=True)
class Sum:
    """What the regions directly below add up to."""

    num: Fraction
    den: Fraction | None
    period: str
    flags: Flags
    reported: int
    expected: int
    reporters: str
    is_below_unit: bool
    members: Flags  # the regions in it
    coverage: Fraction | None = None  # of one that is not whole: what it carries of its whole
    places: tuple[int, int] | None = None  # places at the very bottom in it, and all

    @property
    def is_enough(self) -> bool:
        """Whether as many of the regions expected have reported, and carry as much, as is asked."""
        is_heavy = self.coverage is None or self.coverage * 100 >= COVERAGE_PCT
        return (
            self.reported > 0 and self.reported * 100 >= COVERAGE_PCT * self.expected and is_heavy
        )


@dataclass(frozen=True)
class Figure:
    """A figure as it is shown, and what of it goes on upwards."""

    value: Fraction | None
    status: str
    origin: str  # own, children
    flags: Flags
    period: str
    reported_value: Fraction | None = None
    total: Sum | None = None  # where the figure is a sum, or one goes on upwards under a rate
    num: Fraction | None = None
    den: Fraction | None = None
    up: Answer | None = None  # what enters the sum above
    up_reporters: str = ""  # of an incomplete sum that goes on upwards

    @property
    def said(self) -> str:
        """The marks that are said of it, the gravest first; bounds to both sides are an estimate."""
        flags = self.flags
        if flags >= BOUNDS:
            flags = flags - BOUNDS | {"estimate"}
        return ",".join(f for f in GRAVITY if f in flags)


def flip(flags: Flags) -> Flags:
    """Marks that a denominator hands to its rate: over “at least” it is “at most”."""
    return flags ^ BOUNDS if len(flags & BOUNDS) == 1 else flags


def precedence(answer: Answer) -> tuple[bool, bool]:
    """A number before a state, and of states confidential first, or a sum would open it."""
    return not answer.has_number, answer.status != "confidential"


def make_rate(num: Answer, den: Answer) -> Answer:
    """A rate of two numbers: next to nothing of something is next to nothing."""
    status = "below_unit" if num.status == "below_unit" else "number"
    is_whole = num.is_whole and den.is_whole
    return Answer(num.num, den.num, status, num.period, num.flags | flip(den.flags), is_whole)


def few(indicator: Indicator, den: Fraction | None, value: Fraction | None) -> Flags:
    """The mark of a rate that is made of fewer than 20."""
    is_few = (
        indicator.is_ratio and value is not None and den is not None and den < LEAST_DENOMINATOR
    )
    return frozenset({"small_denominator"}) if is_few else NO_FLAGS


def first_state(answers: Iterable[Answer]) -> str:
    """Of several states the one that stands for them all."""
    return min((a.status for a in answers), key=STATES.index)


@dataclass
class Model:
    """The figures of one data version."""

    cells: Mapping[tuple[str, str, str], Cell]
    _made: dict[tuple[str, str, int], Figure | None] = field(default_factory=dict)
    _periods: dict[tuple[str, str, int], list[str]] = field(
        default_factory=lambda: defaultdict(list)
    )
    # Regions of which anything is said, or of a part: of the others there are no figures.
    _spoken: set[str] = field(default_factory=set)
    _years: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._years = sorted({int(period[:4]) for _i, _r, period in self.cells})
        for indicator, region, period in sorted(self.cells):
            self._periods[indicator, region, int(period[:4])].append(period)
            while region and region not in self._spoken:
                self._spoken.add(region)
                region = find_sum(region, int(period[:4]))[0]

    # Over time

    def answer(self, indicator: str, region: str, period: str) -> Answer | None:
        """What stands in one cell."""
        cell = self.cells.get((indicator, region, period))
        return Answer(cell.number, None, cell.status, period, cell.flags) if cell else None

    def pair(self, code: str, region: str, period: str) -> Answer | None:
        """A plain figure of one period; a rate only where both its parts have a number."""
        indicator = read_indicators()[code]
        if not indicator.is_ratio:
            return self.answer(code, region, period)
        num = self.answer(indicator.numerator, region, period)
        den = self.answer(indicator.denominator, region, period)
        if num is None or den is None or not (num.has_number and den.has_number):
            return None
        return make_rate(num, den)

    def periods(self, code: str, region: str, year: int, frequency: str) -> list[str]:
        """The quarters or months of a year that anything is said of, in order."""
        indicator = read_indicators()[code]
        codes = (indicator.numerator,) if indicator.is_ratio else (code,)
        known = [p for c in codes for p in self._periods.get((c, region, year), [])]
        return [p for p in known if len(p) > 4 and ("Q" in p) == (frequency == "Q")]

    def within_year(self, code: str, region: str, year: int) -> Answer | None:
        """A year out of its quarters or months: whole before part, quarters before months."""
        found = []
        for frequency, count in (("Q", 4), ("M", 12)):
            periods = self.periods(code, region, year, frequency)
            parts = [a for p in periods if (a := self.pair(code, region, p))]
            if parts:
                found.append(join_periods(code, parts, count, str(year)))
        return min(found, key=lambda a: (*precedence(a), not a.is_whole), default=None)

    def annual(self, code: str, region: str, year: int) -> Answer | None:
        """A number before a state, the year's own row before its parts; confidential stays so."""
        own = self.pair(code, region, str(year))
        if own and own.status == "confidential":
            return own
        found = [a for a in (own, self.within_year(code, region, year)) if a]
        return min(found, key=precedence, default=None)

    def own(self, code: str, region: str, year: int) -> Answer | None:
        """A region's own figure of a year; a rate is of the whole year where its parts are.

        A rate beside a part that is confidential for the year would give it away.
        """
        indicator = read_indicators()[code]
        own = self.annual(code, region, year)
        if not indicator.is_ratio:
            return own
        num = self.annual(indicator.numerator, region, year)
        den = self.annual(indicator.denominator, region, year)
        if "confidential" in {a.status for a in (num, den) if a}:
            return None
        if own and own.is_whole:
            return own
        if num and den and num.has_number and den.has_number and num.is_whole and den.is_whole:
            return make_rate(num, den)
        return own

    def reported_rate(self, code: str, region: str, year: int) -> Answer | None:
        """What a region said of a rate itself, or the state of a part, which is the rate's too.

        A year that is confidential stays so, whatever its quarters were.
        """
        indicator = read_indicators()[code]
        if not indicator.is_ratio:
            return None
        num = self.annual(indicator.numerator, region, year)
        den = self.annual(indicator.denominator, region, year)
        parts = [a for a in (num, den) if a]
        said = self.said_rates(indicator, region, year)
        numbers = [a for a in said if a.has_number]
        if any(a.status == "confidential" and len(a.period) == 4 for a in said):
            numbers = []
        if numbers:
            return min(numbers, key=lambda a: (len(a.period) > 4, not a.is_whole))
        states = [a for a in parts if a.status in ("confidential", "not_applicable")]
        states += [a for a in said if not a.has_number]
        return min(states, key=lambda a: STATES.index(a.status), default=None)

    def said_rates(self, indicator: Indicator, region: str, year: int) -> list[Answer]:
        """The rate reported for the year, then those of the last quarter and the last month.

        Below the smallest unit is no number of a rate. The flow of a quarter is not the year's; a
        stock at the end of the year is. Where a part is confidential in any period of the year and
        anything else is known of the parts, every rate of the year would give it away.
        """
        codes = (indicator.numerator, indicator.denominator)
        parts = [
            self.cells[c, region, p]
            for c in codes
            for p in self._periods.get((c, region, year), [])
        ]
        is_opened = any(c.status == "confidential" for c in parts) and any(
            c.row.value is not None or c.status == "below_unit" for c in parts
        )
        said: dict[str, list[Answer]] = {"A": [], "Q": [], "M": []}
        for period in self._periods.get((indicator.code, region, year), []):
            frequency = "A" if len(period) == 4 else "Q" if "Q" in period else "M"
            cell = self.cells[indicator.code, region, period]
            status = "confidential" if is_opened else cell.status
            number = cell.row.value if status == "number" else None
            is_end = indicator.measure == "stock" and last_month(period) == 12
            is_whole = frequency == "A" or is_end
            flags = cell.flags & {"demonstration", "real"} if is_opened else cell.flags
            flags = flags if is_whole else flags | {"partial_year"}
            said[frequency].append(Answer(number, None, status, period, flags, is_whole))
        found = said["A"]
        for answers in (said["Q"], said["M"]):
            numbers = [a for a in answers if a.has_number]
            states = [a for a in answers if not a.has_number]
            states.sort(key=lambda a: (STATES.index(a.status), -last_month(a.period)))
            found += numbers[-1:] or states[:1]
        return found

    # Over regions

    def total(self, code: str, region: str, year: int) -> Sum | None:
        """The sum of the regions directly below; a rate's parts are summed, never the rate.

        A region to which it does not apply is not expected; one without a number is missing.
        """
        if read_indicators()[code].region_rule == "none":
            return None
        below = parts_in(region, year)
        figures = {c: f for c in below if (f := self.figure(code, c, year))}
        parts = {c: (f, f.up) for c, f in figures.items() if f.up}
        if not parts:
            return None
        expected = {c for c in below if find_sum(c, year)[1]}
        beside = {c for c, f in figures.items() if f.status == "not_applicable" and not f.up}
        reported, asked = len(expected & parts.keys()), len(expected - beside)
        flags = frozenset().union(*(up.flags for _f, up in parts.values()))
        if reported < asked:
            flags |= {"partial_coverage"}
        dens = [up.den for _f, up in parts.values() if up.den is not None]
        periods = [up.period for _f, up in parts.values()]
        months = {
            last_month(up.period) if "partial_year" in up.flags else 12 for _f, up in parts.values()
        }
        if len(months) > 1:
            flags |= {"uneven_periods"}
        is_whole = any("partial_year" not in up.flags for _f, up in parts.values())
        coverage, places = None, None
        if "partial_coverage" in flags:
            coverage, places = self.cover(code, year, expected - beside)
        return Sum(
            num=add(up.num for _f, up in parts.values()),
            den=add(dens) if dens else None,
            period=str(year) if is_whole else max(periods, key=last_month),
            flags=flags,
            reported=reported,
            expected=asked,
            reporters=",".join(
                f"{c}({f.up_reporters})" if "partial_coverage" in up.flags else c
                for c, (f, up) in parts.items()
            ),
            is_below_unit=all(up.status == "below_unit" for _f, up in parts.values()),
            members=frozenset(parts),
            coverage=coverage,
            places=places,
        )

    def cover(
        self, code: str, year: int, expected: Iterable[str]
    ) -> tuple[Fraction, tuple[int, int]]:
        """The share of its whole that a sum carries, and of the places at the very bottom.

        Who is missing weighs what was last known; who never was known weighs as much a place as
        the others do; where nothing weighs anything, the places do.
        """
        carried = known = Fraction(0)
        known_places = all_places = places_in = 0
        for region in expected:
            figure = self.figure(code, region, year)
            total = figure.total if figure and figure.total else None
            inside, places = (total and total.places) or (count_places(region),) * 2
            all_places += places
            last = figure if figure and figure.up else self.last_known(code, region, year)
            if figure and figure.up:
                carried += weigh(figure.up)
                places_in += inside
            if last is None:
                continue
            share = last.total.coverage if last.total else None
            known += weigh(last.up) / (share or 1)
            known_places += places
        share = Fraction(places_in, all_places)
        if known:
            share = carried / (known / known_places * all_places)
        return share, (places_in, all_places)

    def last_known(self, code: str, region: str, year: int) -> Figure | None:
        """The last figure before a year that went on upwards."""
        found = (self.figure(code, region, y) for y in reversed(self._years) if y < year)
        return next((f for f in found if f and f.up), None)

    def figure(self, code: str, region: str, year: int) -> Figure | None:
        """The figure of a region and year, None where nothing is known."""
        key = (code, region, year)
        if region not in self._spoken:
            return None
        if key not in self._made:
            self._made[key] = self._make(*key)
        return self._made[key]

    def _make(self, code: str, region: str, year: int) -> Figure | None:
        """Own before a reported rate before the sum below.

        A rate reported for the whole year is shown before one made of a part of it; one that is
        said to be confidential for the year is not made of its parts, which go on upwards.
        """
        said = self.cells.get((code, region, str(year)))
        is_secret = said is not None and said.status == "confidential"
        own = self.own(code, region, year)
        reported = self.reported_rate(code, region, year)
        total = self.open_total(code, region, year)
        says_more = reported and reported.has_number and reported.is_whole
        if own and own.has_number and not is_secret and (own.is_whole or not says_more):
            return self._own(code, own, reported)
        if reported and (reported.has_number or (own and own.has_number and is_secret)):
            return self._reported(own, reported, total)
        if total:
            return self._sum(code, total)
        state = own or reported
        return Figure(None, state.status, "own", state.flags, state.period) if state else None

    def open_total(self, code: str, region: str, year: int) -> Sum | None:
        """The sum below where it may be shown.

        Confidential and not applicable, of a figure or of a part of a rate, are a region's own
        answer: no sum is put in their place.
        """
        indicator = read_indicators()[code]
        parts = (indicator.numerator, indicator.denominator) if indicator.is_ratio else ()
        said = [self.own(code, region, year), self.reported_rate(code, region, year)]
        said += [self.annual(part, region, year) for part in parts]
        if any(a and a.status in ("confidential", "not_applicable") for a in said):
            return None
        return self.total(code, region, year)

    def _reported(self, own: Answer | None, reported: Answer, total: Sum | None) -> Figure:
        """The rate that a region reported; its parts, or the sum of those below, go on upwards."""
        has_own = own is not None and own.has_number
        up = own if has_own else go_up(total) if total and total.is_enough else None
        return Figure(
            reported.num,
            name_status(reported.status, reported.flags),
            "own",
            reported.flags,
            reported.period,
            reported_value=reported.num,
            up=up,
            up_reporters=total.reporters if total and not has_own else "",
            total=None if has_own else total,
        )

    def _own(self, code: str, own: Answer, reported: Answer | None) -> Figure:
        """A region's own figure; a rate reported otherwise than its parts give it is recomputed."""
        indicator = read_indicators()[code]
        value, flags = evaluate(indicator, own.num, own.den, own.status), own.flags
        # A rate of a quarter is nothing that the year was recomputed from.
        said = reported.num if reported and reported.is_whole and own.is_whole else None
        if said is not None and value is not None:
            tolerance = Fraction(1, 2 * 10**indicator.decimals)
            flags |= {"recomputed"} if abs(said - value) > tolerance else NO_FLAGS
        status = own.status
        if status == "number" and value is None:
            status = "not_applicable"
        flags |= few(indicator, own.den, value)
        return Figure(
            value,
            name_status(status, own.flags),
            "own",
            flags,
            own.period,
            reported_value=said,
            num=own.num,
            den=own.den,
            up=own,
        )

    def _sum(self, code: str, total: Sum) -> Figure:
        """The sum of the regions directly below, withheld when too few have reported."""
        if not total.is_enough:
            return Figure(None, "withheld", "children", total.flags, total.period, total=total)
        up = go_up(total)
        value = evaluate(read_indicators()[code], total.num, total.den, up.status)
        status = up.status
        if status == "number" and value is None:
            status = "not_applicable"
        return Figure(
            value,
            name_status(status, total.flags),
            "children",
            total.flags | few(read_indicators()[code], total.den, value),
            total.period,
            total=total,
            num=total.num,
            den=total.den,
            up=up,
            up_reporters=total.reporters,
        )

    # Comparisons

    def is_broken(self, code: str, region: str, year: int, breaks: Iterable[SeriesBreak]) -> bool:
        """Whether a year cannot be compared with the one before.

        The series breaks, or that of a part of a rate, or that of a region in the sum of any year.
        """
        indicator = read_indicators()[code]
        codes = {code, indicator.numerator, indicator.denominator}
        at = {b.region for b in breaks if b.year == year and b.indicator in codes}
        return "" in at or any(
            self.is_made_of(code, region, y, broken) for y in self._years for broken in at
        )

    def is_made_of(self, code: str, region: str, year: int, part: str) -> bool:
        """Whether a figure is that of a region, or a sum that it is in, directly or below."""
        if region == part:
            return True
        figure = self.figure(code, region, year)
        if figure is None or figure.origin != "children" or figure.total is None:
            return False
        return self.is_in(code, figure.total, year, part)

    def is_in(self, code: str, total: Sum, year: int, part: str) -> bool:
        """Whether a sum is made of a region, also where a part of it shows a rate of its own."""
        if part in total.members:
            return True
        inner = [f.total for m in total.members if (f := self.figure(code, m, year)) and f.total]
        return any(self.is_in(code, t, year, part) for t in inner)

    def change(
        self, code: str, region: str, year: int, breaks: Iterable[SeriesBreak]
    ) -> Fraction | None:
        """The change on the year before: per cent, of rates percentage points; None for none.

        None out of or into a missing year, across a break, between demonstration and real figures
        or those that are partly either, of bounds and parts of a year, of sums of different
        regions, and out of zero but into zero.
        """
        now, before = (self.figure(code, region, y) for y in (year, year - 1))
        if now is None or before is None or now.value is None or before.value is None:
            return None
        kinds = {f.flags & {"demonstration", "real"} for f in (now, before)}
        said = {*now.said.split(","), *before.said.split(",")}
        if len(kinds) > 1 or len(next(iter(kinds))) > 1 or said & {*BOUNDS, "partial_year"}:
            return None
        if now.origin != before.origin and "partial_coverage" in said:
            return None
        if now.origin == before.origin == "children" and reporters_of(now) != reporters_of(before):
            return None
        if self.is_broken(code, region, year, breaks):
            return None
        if read_indicators()[code].kind == "rate":
            return now.value - before.value
        if now.value == before.value:
            return Fraction(0)
        return (now.value - before.value) / before.value * 100 if before.value else None

    def stands_against(self, target: Target, *, is_demonstration: bool) -> bool:
        """A demonstration target is held against no real figure, nor one that is partly real."""
        figure = self.figure(target.indicator, target.region, target.year)
        has_real = figure is not None and figure.value is not None and "real" in figure.flags
        return not (is_demonstration and has_real)

    def targets(self, acts: Iterable[Act]) -> dict[tuple[str, str, int, str], Fraction]:
        """The newest target of each indicator, region, year and kind, of uploads that stand."""
        return {
            (t.indicator, t.region, t.year, t.kind): t.value
            for act in acts
            for t in act.targets
            if self.stands_against(t, is_demonstration=act.is_demonstration)
        }


def reporters_of(figure: Figure) -> str:
    """The set of regions that a sum is made of."""
    return figure.total.reporters if figure.total else ""


def add(numbers: Iterable[Fraction | None]) -> Fraction:
    """The sum of the numbers that there are."""
    return sum((n for n in numbers if n is not None), Fraction(0))


def weigh(answer: Answer) -> Fraction:
    """What a number weighs among others: a rate by its denominator."""
    return abs(answer.num if answer.den is None else answer.den)


def last_month(period: str) -> int:
    """The month at the end of a period, 12 of a year."""
    end = period[5:]
    return 12 if not end else int(end[1:]) * 3 if end.startswith("Q") else int(end)


def go_up(total: Sum) -> Answer:
    """A sum as it enters the one above."""
    status = "below_unit" if total.is_below_unit else "number"
    return Answer(total.num, total.den, status, total.period, total.flags)


def evaluate(
    indicator: Indicator, num: Fraction | None, den: Fraction | None, status: str
) -> Fraction | None:
    """The value in base units, of a rate in per cent; none by nothing, none below the unit."""
    if status != "number" or num is None:
        return None
    if not indicator.is_ratio:
        return num
    return num / den * indicator.factor if den else None


def name_status(status: str, flags: Flags) -> str:
    """The state, or the gravest doubt of a number; bounds to both sides are an estimate."""
    if status != "number":
        return status
    if flags >= BOUNDS:
        return "estimate"
    return next((f for f in GRAVITY[:4] if f in flags), "final")


def join_periods(code: str, parts: list[Answer], count: int, year: str) -> Answer:
    """Quarters or months as a year: a flow sums over them, a stock takes the last one.

    A rate sums what of it is a flow and takes the last of what is a stock.
    """
    numbers = [a for a in parts if a.has_number]
    indicators = read_indicators()
    indicator = indicators[code]
    codes = (indicator.numerator, indicator.denominator) if indicator.is_ratio else (code,)
    measures = [indicators[c].measure for c in codes]
    if not numbers or "flow" not in measures:
        return join_stock(parts, count, year)
    last = numbers[-1]
    num = add(a.num for a in numbers) if measures[0] == "flow" else last.num
    den = last.den
    if measures[-1] == "flow" and den is not None:
        den = add(a.den for a in numbers)
    is_below = all(a.status == "below_unit" for a in numbers)
    is_whole = len(numbers) == count
    flags = frozenset().union(*(a.flags for a in numbers), () if is_whole else {"partial_year"})
    if len(numbers) * 12 // count < last_month(last.period):
        flags |= {"uneven_periods"}
    return Answer(num, den, "below_unit" if is_below else "number", last.period, flags, is_whole)


def join_stock(parts: list[Answer], count: int, year: str) -> Answer:
    """The last number of the year with its own marks; without any the state that stands for all."""
    numbers = [a for a in parts if a.has_number]
    if not numbers:
        flags = frozenset().union(*(a.flags for a in parts))
        return Answer(None, None, first_state(parts), year, flags)
    last = numbers[-1]
    is_whole = last.period[5:] in ("Q4", "12")
    flags = last.flags if is_whole else last.flags | {"partial_year"}
    return Answer(last.num, last.den, last.status, last.period, flags, is_whole)
