"""The rows of a figures frame as points: their hover text, their labels, their footnotes."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import repeat
from typing import TypeGuard

import pandas as pd

from dashboard.catalogue import Indicator
from dashboard.formats import (
    FLAG_MARKS,
    PREFIX_FLAGS,
    QUALITY_FLAGS,
    STATES,
    Scale,
    format_marks,
    format_number,
    format_quality_flags,
    format_value,
    say_share,
)
from dashboard.graphics.theme import place_name
from dashboard.i18n import Lang
from dashboard.i18n import gettext as _
from dashboard.lists import choose_colon, join_clauses, join_words

NOTES_SHOWN = 4
SOURCES_SHOWN = 2
NAMES_SHOWN = 4
# A revised figure is a settled one: it is footnoted, but not drawn as unsettled.
_SETTLED = {"", "revised"}
_COLUMNS = (
    ("region_code", ""),
    ("year", 0),
    ("value", None),
    ("status", ""),
    ("quality_flags", ""),
    ("reported_count", None),
    ("expected_count", None),
    ("source", ""),
    ("note_zh", ""),
    ("note_en", ""),
    ("is_demonstration", False),
    ("coverage", math.nan),
    ("place_count", math.nan),
    ("expected_places", math.nan),
    ("latest_period", ""),
)


@dataclass(frozen=True, slots=True)
class Point:
    """One region in one year: its number or its state, with its quality flags."""

    region: str
    year: int
    value: float | None  # base unit; None where there is only a state
    status: str
    quality_flags: str  # comma-separated keys of formats.QUALITY_FLAGS
    reported: float | None
    expected: float | None
    source: str
    note_zh: str
    note_en: str
    is_demonstration: bool
    coverage: float = math.nan  # as those of a Figure
    place_count: float = math.nan
    expected_places: float = math.nan
    latest_period: str = ""  # SDMX

    @property
    def is_unsettled(self) -> bool:
        """Whether the number is drawn hollow."""
        return self.quality_flags not in _SETTLED


class KnownPoint(Point):
    """A point with a number: what a point that ``has_value`` is to the type checker, never made."""

    value: float


@dataclass(frozen=True)
class Notes:
    """What the foot of a chart must say about the rows that are drawn in it."""

    source: str
    notes: tuple[str, ...]
    demonstration: bool


def _column(figures: pd.DataFrame, name: str, default: object) -> Iterable[object]:
    if name not in figures.columns:
        return repeat(default, len(figures))
    column = figures[name]
    return (default if v is None or v is pd.NA or _is_nan(v) else v for v in column.tolist())


def _is_nan(value: object) -> bool:
    return isinstance(value, float) and math.isnan(value)


def read_points(figures: pd.DataFrame) -> list[Point]:
    """The rows of a figures frame of one indicator, in its order; empty for an empty frame.

    Columns that the frame lacks, other than region_code, year and value, read as empty.
    """
    columns = [_column(figures, name, default) for name, default in _COLUMNS]
    return [Point(*row) for row in zip(*columns, strict=True)]


def make_point(region: str, value: float, quality_flags: str) -> Point:
    """A number (base unit) of which only its quality flags are known."""
    return Point(region, 0, value, "", quality_flags, None, None, "", "", "", False)


def group_points(points: Iterable[Point]) -> dict[str, dict[int, Point]]:
    """Points by region and year."""
    groups: dict[str, dict[int, Point]] = {}
    for point in points:
        groups.setdefault(point.region, {})[point.year] = point
    return groups


def points_of_year(points: Iterable[Point], year: int | None = None) -> dict[str, Point]:
    """Points by region; of ``year`` where given. Without it, the frame must be of one year.

    Raises ValueError when a region occurs in more than one year.
    """
    chosen: dict[str, Point] = {}
    for point in points:
        if year is not None and point.year != year:
            continue
        if point.region in chosen:
            raise ValueError(f"Region {point.region} has figures of more than one year.")
        chosen[point.region] = point
    return chosen


def format_label(value: float, scale: Scale, lang: Lang, quality_flags: str = "") -> str:
    """A number for a chart: ``≥`` or ``≈`` before it, the marks of its other quality flags behind it."""
    number = format_number(value, scale, lang, quality_flags)
    if not quality_flags:
        return number
    present = quality_flags.split(",")
    before = "".join(FLAG_MARKS[d] for d in PREFIX_FLAGS if d in present)
    behind = format_marks(",".join(d for d in present if d not in PREFIX_FLAGS))
    return f"{before}{number}{behind}"


def format_state(point: Point | None, lang: Lang) -> str:
    """The state of a region without a number, in words; not reported when there is no row."""
    return _(STATES.get(point.status if point else "", STATES["not_reported"]), lang)


def format_hover(point: Point, scale: Scale, lang: Lang) -> str:
    """The hover text of one point: place, year, number or state, quality flags, coverage, source."""
    colon = choose_colon(lang)
    value = format_value(
        point.value, scale, lang, state=point.status, quality_flags=point.quality_flags
    )
    lines = [f"<b>{place_name(point.region, lang)}</b> {point.year}{colon}{value}"]
    if point.quality_flags:
        lines.append(_hover_flags(point.quality_flags, lang))
    if point.expected and point.reported is not None and point.reported < point.expected:
        lines.append(
            _(
                "{reported} of {expected} {expected:region|regions} {reported:has|have} reported",
                lang,
                reported=f"{point.reported:.0f}",
                expected=f"{point.expected:.0f}",
            )
            + say_share(point.coverage, point.place_count, point.expected_places, lang)
        )
    source = name_source(point, lang)
    if source:
        lines.append(_hover_source(source, lang))
    return "<br>".join(lines)


@lru_cache(maxsize=1024)
def _hover_flags(quality_flags: str, lang: Lang) -> str:
    return format_quality_flags(quality_flags, lang)


@lru_cache(maxsize=1024)
def _hover_source(source: str, lang: Lang) -> str:
    return _("Source: {source}", lang, source=escape(_shorten(source, 40), quote=False))


def _shorten(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def join_names(codes: Sequence[str], lang: Lang) -> str:
    """Names of regions in one phrase, the first few of them and how many more."""
    names = [place_name(code, lang) for code in codes[:NAMES_SHOWN]]
    text = join_words(names, lang)
    if len(codes) > NAMES_SHOWN:
        text += _(" and {n} more", lang, n=len(codes) - NAMES_SHOWN)
    return text


def _flag_line(points: Sequence[Point], lang: Lang) -> list[str]:
    # A state bears no mark: only a number does.
    texts = {p.quality_flags for p in points if has_value(p)}
    present = {flag for text in texts for flag in text.split(",")}
    words = [
        f"{FLAG_MARKS[flag]} {_(text, lang)}".strip()
        for flag, text in QUALITY_FLAGS.items()
        if flag in present
    ]
    return [join_clauses(words, lang)] if words else []


def _note_lines(points: Sequence[Point], lang: Lang) -> list[str]:
    places: dict[str, list[str]] = {}
    for point in points:
        note = (
            (point.note_zh or point.note_en) if lang == "zh" else (point.note_en or point.note_zh)
        )
        if note and point.region not in places.setdefault(note, []):
            places[note].append(point.region)
    colon = choose_colon(lang)
    lines = [f"{join_names(codes, lang)}{colon}{note}" for note, codes in places.items()]
    if len(lines) > NOTES_SHOWN:
        rest = len(lines) - NOTES_SHOWN
        lines = [*lines[:NOTES_SHOWN], _("… notes not shown: {n}", lang, n=rest)]
    return lines


def name_source(point: Point, lang: Lang) -> str:
    """The source of a figure; sums and demonstration figures say so in the reader's language."""
    if point.is_demonstration:
        return _("demonstration data (made by a program, not real figures)", lang)
    if not point.source and point.expected:
        return _("sum of the regions below", lang)
    return point.source


def _join_sources(points: Sequence[Point], lang: Lang) -> str:
    counts: dict[str, int] = {}
    for point in points:
        source = name_source(point, lang)
        if source:
            counts[source] = counts.get(source, 0) + 1
    sources = sorted(counts, key=lambda s: -counts[s])
    text = join_clauses(sources[:SOURCES_SHOWN], lang)
    if len(sources) > SOURCES_SHOWN:
        text += _("; sources not named: {n}", lang, n=len(sources) - SOURCES_SHOWN)
    return text


def make_notes(points: Sequence[Point], lang: Lang) -> Notes:
    """The notes of points that are drawn: see ``collect_notes``."""
    return Notes(
        source=_join_sources(points, lang),
        notes=(*_flag_line(points, lang), *_note_lines(points, lang)),
        demonstration=any(p.is_demonstration for p in points),
    )


def collect_notes(figures: pd.DataFrame, lang: Lang) -> Notes:
    """What a foot must say about ``figures``: quality flags that occur, notes with their places, sources.

    At most four notes and two sources are written out; the rest is counted.
    """
    return make_notes(read_points(figures), lang)


def has_value(point: Point | None) -> TypeGuard[KnownPoint]:
    """Whether there is a number to draw."""
    return point is not None and point.value is not None and not math.isnan(point.value)


def is_part(point: Point) -> bool:
    """Whether a number is not of the whole year."""
    return "partial_year" in point.quality_flags.split(",")


def measure_name(indicator: Indicator, subtitle: str, unit: str, lang: Lang) -> str:
    """The subtitle of a chart: what is measured (the indicator unless said) and its unit."""
    return _("{measure} · unit: {unit}", lang, measure=subtitle or indicator.name(lang), unit=unit)
