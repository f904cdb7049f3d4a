"""Indicators, programmes and regions as typed look-ups, read once from ``data/reference``.

The catalogue says what a code means and by which rules it is added up. Figures are in the store.
"""

import csv
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from dashboard.i18n import Lang
from dashboard.settings import ROOT

REFERENCE_FOLDER = ROOT / "data" / "reference"

KINDS = frozenset({"count", "money", "rate"})
MEASURES = frozenset({"flow", "stock"})
REGION_RULES = frozenset({"sum", "ratio", "none"})


class CatalogueError(ValueError):
    """The catalogue cannot be used; the message names the entry and what is wrong with it."""


@dataclass(frozen=True)
class Programme:
    """A group of indicators that federations run and report together."""

    code: str
    name_zh: str
    name_en: str
    sort: int
    card: str  # the indicator that stands for the programme on the Overview

    def name(self, lang: Lang) -> str:
        """The programme's name in ``lang``."""
        return self.name_zh if lang == "zh" else self.name_en


@dataclass(frozen=True)
class Indicator:
    """What is counted, in which unit, and by which rules it adds up over time and regions."""

    code: str
    programme: str
    name_zh: str
    name_en: str
    aliases_zh: tuple[str, ...]
    unit_zh: str
    unit_en: str
    kind: str  # count, money, rate
    measure: str  # flow (a year is the sum of its periods), stock (a year is its last one)
    region_rule: str  # sum, ratio (made of its parts over regions and periods), none
    numerator: str
    denominator: str
    factor: float
    decimals: int
    better: str  # up, down, context
    definition_zh: str
    definition_en: str
    headline: int  # place among the headline figures of the Overview; 0 for none
    maximum: float | None = None  # of a rate, in per cent; None where the definition sets no limit
    levels: tuple[str, ...] = ()  # levels of region it is collected for; empty: all
    is_sensitive: bool = False  # counts persons or households in hardship: small numbers name them
    size: str = ""  # the stock that it is read against, per 10,000 or (money) a head; empty: none

    def name(self, lang: Lang) -> str:
        """The indicator's name in ``lang``."""
        return self.name_zh if lang == "zh" else self.name_en

    def unit(self, lang: Lang) -> str:
        """The base unit's name in ``lang`` (persons, yuan, %)."""
        return self.unit_zh if lang == "zh" else self.unit_en

    def definition(self, lang: Lang) -> str:
        """The definition in ``lang``; empty where the catalogue has none."""
        return self.definition_zh if lang == "zh" else self.definition_en

    @property
    def adds_up(self) -> bool:
        """Whether the figures of regions are parts of a whole: counts and money that are summed."""
        return self.region_rule == "sum" and self.kind != "rate"

    def highest(self, level: str) -> float:
        """The most that is possible in a region of ``level``, in the base unit; V-18 refuses more."""
        if self.kind == "rate":
            return _MOST_PER_CENT if self.maximum is None else self.maximum
        if self.kind == "money":
            return _MOST_YUAN_EACH if "/" in self.unit_zh else _MOST_YUAN
        return _MOST_PERSONS[level] if self.unit_zh in _OF_PERSONS else _MOST_EVENTS

    @property
    def parts(self) -> tuple[str, ...]:
        """Numerator and denominator of a recomputed rate; empty for all others."""
        return (self.numerator, self.denominator) if self.region_rule == "ratio" else ()


@dataclass(frozen=True)
class Region:
    """A place: a GB/T 2260 unit or a special unit (``SN-YL``)."""

    code: str
    name_zh: str
    short_name_zh: str
    name_en: str
    level: str  # country, province, prefecture, county, special, nonregional
    parent_code: str
    type: str
    lon: float | None
    lat: float | None
    territory_code: str  # for a special unit: the GB/T 2260 unit on the same ground
    rollup_code: str  # of the region whose sum it enters; empty if it enters none
    is_expected: bool  # whether that sum counts it as missing when it has not reported

    def name(self, lang: Lang) -> str:
        """The short name in ``lang``, as used on charts."""
        return self.short_name_zh if lang == "zh" else self.name_en

    def full_name(self, lang: Lang) -> str:
        """The full name in ``lang``, as used in tables and downloads."""
        return self.name_zh if lang == "zh" else self.name_en


# Far above the largest region of each level by the census of 2020 (the country 1.41 thousand million,
# 广东省 126 million, 重庆市 32, 成都市 21, 浦东新区 5.7): more persons cannot be counted there.
_MOST_PERSONS = {
    "country": 1.5e9,
    "province": 2e8,
    "prefecture": 5e7,
    "special": 5e7,
    "county": 1e7,
    "nonregional": 2e8,
}
_OF_PERSONS = frozenset({"人", "户"})
_MOST_YUAN = 1e14  # the gross domestic product of 2023 was 1.3e14
_MOST_YUAN_EACH = 1e7  # where the unit is yuan for each person or meal
_MOST_PER_CENT = 1e6
_MOST_EVENTS = 1e12  # visits, clicks, calls and whatever else can come many times from each person


@dataclass(frozen=True)
class Relation:
    """What holds between indicators of one region and period by their definitions."""

    left: str
    relation: str  # <= (left is part of right), sum (left is the sum of the indicators of right)
    right: tuple[str, ...]
    reason_zh: str
    reason_en: str


@dataclass(frozen=True)
class RegionChange:
    """A region that was renamed, merged or founded."""

    effective: str  # 2021-01
    from_codes: tuple[str, ...]  # empty for a new region
    from_names: tuple[str, ...]
    to_code: str  # empty where no code is known yet
    to_name: str


@dataclass(frozen=True)
class Rollup:
    """The sum that a region enters, from one year to another; in no such year it enters none."""

    code: str
    rollup_code: str
    is_expected: bool  # whether that sum counts it as missing when it has not reported
    first_year: int
    last_year: int

    def holds(self, year: int) -> bool:
        """Whether it enters that sum in ``year``."""
        return self.first_year <= year <= self.last_year


RELATIONS = frozenset({"<=", "sum"})
FIRST_YEAR, LAST_YEAR = 0, 9999  # where nothing is said: from ever, for ever


@dataclass(frozen=True)
class Catalogue:
    """Everything in ``data/reference`` that says what the codes of the figures mean."""

    programmes: dict[str, Programme]
    indicators: dict[str, Indicator]
    regions: dict[str, Region]
    aliases: dict[
        str, tuple[str, ...]
    ]  # name as written → region codes, more than one if ambiguous
    relations: tuple[Relation, ...] = ()
    region_changes: tuple[RegionChange, ...] = ()
    rollups: tuple[Rollup, ...] = ()
    tile_codes: frozenset[str] = frozenset()  # regions with a place of their own on a tile grid

    @cached_property
    def headlines(self) -> tuple[Indicator, ...]:
        """The headline figures of the Overview in their order."""
        chosen = [i for i in self.indicators.values() if i.headline]
        return tuple(sorted(chosen, key=lambda i: i.headline))

    @cached_property
    def _children(self) -> dict[str, tuple[Region, ...]]:
        found: dict[str, list[Region]] = {}
        for region in self.regions.values():
            for parent in {region.parent_code, region.rollup_code} - {""}:
                found.setdefault(parent, []).append(region)
        return {parent: tuple(regions) for parent, regions in found.items()}

    def children(self, code: str, year: int = LAST_YEAR) -> tuple[Region, ...]:
        """Regions directly below ``code``, in the order of the standard; empty if there are none.

        With those that its sum was made of in ``year``, behind them.
        """
        found = self._children.get(code, ())
        return found + tuple(r for r in self.summed_children(code, year) if r not in found)

    @cached_property
    def _rollups(self) -> dict[str, tuple[Rollup, ...]]:
        found: dict[str, list[Rollup]] = {}
        for rollup in self.rollups:
            found.setdefault(rollup.rollup_code, []).append(rollup)
        return {code: tuple(rollups) for code, rollups in found.items()}

    def summed_children(self, code: str, year: int = LAST_YEAR) -> tuple[Region, ...]:
        """The regions whose figures a sum for ``code`` is made of in ``year``, or today."""
        found = (r for r in self._rollups.get(code, ()) if r.holds(year))
        return tuple(self.regions[r.code] for r in found)

    def counted_children(self, code: str, year: int = LAST_YEAR) -> tuple[Region, ...]:
        """Those of them that the sum expects (9/11 counts these)."""
        found = (r for r in self._rollups.get(code, ()) if r.is_expected and r.holds(year))
        return tuple(self.regions[r.code] for r in found)

    def place_count(self, code: str) -> int:
        """Regions at the very bottom that a sum for ``code`` expects today; 1 where there are none below."""
        return sum(self.place_count(r.code) for r in self.counted_children(code)) or 1

    def depth(self, code: str) -> int:
        """Steps below the country along the sums that ``code`` enters."""
        region = self.regions[code]
        above = region.rollup_code or region.parent_code
        return 1 + self.depth(above) if above else 0

    def path(self, code: str) -> str:
        """All regions above ``code`` and itself, top first: ``/100000/610000/610100/``."""
        region = self.regions[code]
        parent = self.path(region.parent_code) if region.parent_code else "/"
        if region.rollup_code in ("", region.parent_code) or f"/{region.rollup_code}/" in parent:
            return f"{parent}{code}/"
        return f"{parent}{region.rollup_code}/{code}/"

    def of_programme(self, programme: str) -> tuple[Indicator, ...]:
        """Indicators of one programme, in the order of the catalogue."""
        return tuple(i for i in self.indicators.values() if i.programme == programme)

    def is_mapped(self, code: str) -> bool:
        """Whether a map can show the region: it has a tile, or a point that gives it one."""
        region = self.regions[code]
        return code in self.tile_codes or (region.level != "country" and region.lon is not None)

    def rates_of(self, indicator: str) -> tuple[Indicator, ...]:
        """The rates that are computed from ``indicator``."""
        return tuple(i for i in self.indicators.values() if indicator in i.parts)


def _read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _read_maximum(row: dict[str, str]) -> float | None:
    """A rate ends at 100 % unless its row says another number, or ``none`` for no end."""
    text = row.get("maximum") or ("100" if row["kind"] == "rate" else "none")
    return None if text == "none" else float(text)


def _make_indicator(row: dict[str, str]) -> Indicator:
    indicator = Indicator(
        code=row["indicator"],
        programme=row["programme"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        aliases_zh=tuple(a for a in row["aliases_zh"].split(";") if a),
        unit_zh=row["unit_zh"],
        unit_en=row["unit_en"],
        kind=row["kind"],
        measure=row["measure"],
        region_rule=row["region_rule"],
        numerator=row["numerator"],
        denominator=row["denominator"],
        factor=float(row["factor"] or 1),
        decimals=int(row["decimals"] or 0),
        better=row["better"],
        definition_zh=row["definition_zh"],
        definition_en=row["definition_en"],
        headline=int(row["headline"] or 0),
        maximum=_read_maximum(row),
        levels=_split(row.get("levels", "")),
        is_sensitive=row.get("is_sensitive") == "1",
        size=row.get("size", ""),
    )
    for value, allowed, column in (
        (indicator.kind, KINDS, "kind"),
        (indicator.measure, MEASURES, "measure"),
        (indicator.region_rule, REGION_RULES, "region_rule"),
    ):
        if value not in allowed:
            raise CatalogueError(
                f"Indicator {indicator.code} has {column} {value!r} in indicators.csv; "
                f"it must be one of {', '.join(sorted(allowed))}."
            )
    return indicator


def _read_regions(folder: Path) -> dict[str, Region]:
    """All regions by code; each enters the sum of its parent, but for the exceptions.

    Special units overlap GB/T 2260 units on the ground: by ``rollup_exceptions.csv`` each piece of
    ground enters once.
    """
    exceptions = {row["code"]: row for row in _read_rows(folder / "rollup_exceptions.csv")}
    return {
        row["code"]: _make_region(row, exceptions.get(row["code"]))
        for name in ("regions.csv", "regions_extra.csv")
        for row in _read_rows(folder / name)
    }


def _make_region(row: dict[str, str], exception: dict[str, str] | None) -> Region:
    rollup_code = exception["rollup_code"] if exception else row["parent_code"]
    is_expected = exception["is_expected"] == "1" if exception else bool(rollup_code)
    return Region(
        code=row["code"],
        name_zh=row["name_zh"],
        short_name_zh=row["short_name_zh"],
        name_en=row["name_en"],
        level=row["level"],
        parent_code=row["parent_code"],
        type=row.get("type", "special"),
        lon=float(row["lon"]) if row.get("lon") else None,
        lat=float(row["lat"]) if row.get("lat") else None,
        territory_code=row.get("gb_code", ""),
        rollup_code=rollup_code,
        is_expected=is_expected and row["level"] != "nonregional",
    )


def _read_rollups(path: Path, regions: dict[str, Region]) -> tuple[Rollup, ...]:
    """The sums that each region enters, year by year: today's, but for what ``path`` says of others.

    A row without a sum is of years in which the place did not exist, or entered none.
    """
    history: dict[str, list[Rollup]] = {}
    for row in _read_rows(path):
        years = int(row["first_year"] or FIRST_YEAR), int(row["last_year"] or LAST_YEAR)
        rollup = Rollup(row["code"], row["rollup_code"], row["is_expected"] == "1", *years)
        history.setdefault(rollup.code, []).append(rollup)
    found: list[Rollup] = []
    for region in regions.values():
        first = FIRST_YEAR
        for other in sorted(history.pop(region.code, []), key=lambda o: o.first_year):
            if other.first_year < first or other.last_year < other.first_year:
                raise CatalogueError(
                    f"rollup_history.csv says twice where {region.code} was in {other.first_year}, "
                    "or a last year before the first."
                )
            found += [_roll_up(region, first, other.first_year - 1), other]
            first = other.last_year + 1
        found.append(_roll_up(region, first, LAST_YEAR))
    if unknown := [
        *history,
        *(r.rollup_code for r in found if r.rollup_code not in {"", *regions}),
    ]:
        raise CatalogueError(
            f"rollup_history.csv names {unknown[0]}, which regions.csv does not list."
        )
    return tuple(r for r in found if r.rollup_code and r.first_year <= r.last_year)


def _roll_up(region: Region, first: int, last: int) -> Rollup:
    return Rollup(region.code, region.rollup_code, region.is_expected, first, last)


def _check_overlaps(path: Path, rollups: tuple[Rollup, ...]) -> None:
    """No two regions on the same ground enter one sum, directly or further up, in any year."""
    starts = {r.first_year for r in rollups}
    for row in _read_rows(path):
        for year in starts:
            above = {r.code: r.rollup_code for r in rollups if r.holds(year)}
            one, other = (_list_above(row[c], above) for c in ("code", "other_code"))
            if row["code"] in other or row["other_code"] in one:
                continue
            if both := one & other:
                raise CatalogueError(
                    f"{row['code']} and {row['other_code']} are the same ground (overlaps.csv), and "
                    f"both enter the sum of {min(both)}."
                )


def _list_above(code: str, above: dict[str, str]) -> set[str]:
    found = set()
    while code := above.get(code, ""):
        found.add(code)
    return found


def _check_parts(indicators: dict[str, Indicator]) -> None:
    for indicator in indicators.values():
        missing = [p for p in indicator.parts if p not in indicators]
        if missing:
            raise CatalogueError(
                f"Indicator {indicator.code} is a rate of {', '.join(missing) or 'nothing'}, "
                "which indicators.csv does not list."
            )


def _check_sizes(indicators: dict[str, Indicator]) -> None:
    for indicator in indicators.values():
        size = indicators.get(indicator.size)
        is_stock = (
            size is not None
            and size.adds_up
            and (size.kind, size.measure)
            == (
                "count",
                "stock",
            )
        )
        if indicator.size and not (is_stock and indicator.adds_up):
            raise CatalogueError(
                f"Indicator {indicator.code} has size {indicator.size!r} in indicators.csv; only what "
                "adds up is read against a size, which is a count and a stock."
            )


def _read_relations(path: Path, indicators: dict[str, Indicator]) -> tuple[Relation, ...]:
    relations = []
    for row in _read_rows(path):
        right = tuple(row["right"].split(";"))
        unknown = [code for code in (row["left"], *right) if code not in indicators]
        if (
            unknown
            or row["relation"] not in RELATIONS
            or (row["relation"] == "<=") != (len(right) == 1)
        ):
            raise CatalogueError(
                f"relations.csv has {row['left']} {row['relation']} {row['right']}: a relation is "
                "<= with one indicator of indicators.csv, or sum with several."
            )
        relations.append(
            Relation(row["left"], row["relation"], right, row["reason_zh"], row["reason_en"])
        )
    return tuple(relations)


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(";") if part)


def _read_changes(path: Path) -> tuple[RegionChange, ...]:
    return tuple(
        RegionChange(
            row["effective"],
            _split(row["from_codes"]),
            _split(row["from_names"]),
            row["to_code"],
            row["to_name"],
        )
        for row in _read_rows(path)
    )


def read_catalogue(folder: Path) -> Catalogue:
    """Read the reference files in ``folder``.

    Raises CatalogueError when an indicator lacks a rule or names a part that is not listed, or when
    a relation names an indicator that is not listed.
    """
    indicators = {
        row["indicator"]: _make_indicator(row) for row in _read_rows(folder / "indicators.csv")
    }
    _check_parts(indicators)
    _check_sizes(indicators)
    programmes = {
        row["programme"]: Programme(
            row["programme"], row["name_zh"], row["name_en"], int(row["sort"]), row["card"]
        )
        for row in _read_rows(folder / "programmes.csv")
    }
    regions = _read_regions(folder)
    rollups = _read_rollups(folder / "rollup_history.csv", regions)
    _check_overlaps(folder / "overlaps.csv", rollups)
    aliases: dict[str, list[str]] = {}
    for row in _read_rows(folder / "region_aliases.csv"):
        codes = aliases.setdefault(row["alias"], [])
        if row["code"] not in codes:
            codes.append(row["code"])
    return Catalogue(
        programmes,
        indicators,
        regions,
        {a: tuple(c) for a, c in aliases.items()},
        _read_relations(folder / "relations.csv", indicators),
        _read_changes(folder / "region_changes.csv"),
        rollups,
        frozenset(row["code"] for row in _read_rows(folder / "tilegrid.csv")),
    )


@lru_cache(maxsize=1)
def load_catalogue() -> Catalogue:
    """The catalogue of this process, read from ``data/reference`` on first use."""
    return read_catalogue(REFERENCE_FOLDER)
