"""Number formats of spreadsheets: what a cell shows where that is not what it holds.

A format can show a date as its month, multiply by a hundred, divide by ten thousand or set a word
behind the number. All others only round or decorate, and nothing is said about them.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

_TOKEN = re.compile(r'"([^"]*)"|[\\!](.)|\[([^\]]*)\]|[_*].|([0#?])|(.)', re.DOTALL)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "=": lambda a, b: a == b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "<>": lambda a, b: a != b,
}
_GENERAL = re.compile(r"general|g/通用格式|@", re.IGNORECASE)
_MULTIPLE = re.compile(r"\s*(?:万亿|十万|百万|千万|亿|万|千)")
_MONTHS = 'yyyy"年"m"月"'
# Formats that have a number and no code in the file, as Excel in Chinese shows them.
BUILT_IN = {
    2: "0.00", 4: "#,##0.00", 9: "0%", 10: "0.00%", 17: "mmm-yy", 27: _MONTHS, 36: _MONTHS,
    39: "#,##0.00", 40: "#,##0.00", 50: _MONTHS, 52: _MONTHS, 57: _MONTHS,
}  # fmt: skip
_DATE_PARTS = {"y": "y", "e": "y", "m": "m", "d": "d", "a": "d", "h": "h", "s": "h"}
_EPOCH = date(1899, 12, 30)
_LAST_SERIAL = 2_958_465
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


@dataclass(frozen=True)
class Section:
    """One part of a format: what it divides by, the words behind the number, its decimals."""

    has_digits: bool = False
    is_percent: bool = False
    scale: Decimal = Decimal(1)
    words: str = ""
    decimals: int = 0
    date_parts: frozenset[str] = frozenset()  # of y, m, d, h


@dataclass(frozen=True)
class Shown:
    """The text of a cell, and what its number is divided by in showing it without any word."""

    text: str
    scale: float = 1.0


def is_notable(code: str) -> bool:
    """Whether cells of this format can show something other than they hold."""
    return any(
        s.is_percent or s.scale != 1 or _MULTIPLE.match(s.words) or _is_month_or_year(s)
        for s in map(_read_section, _split(code))
    )


def has_two_decimals(code: str) -> bool:
    """Whether the format shows 2023.1 as 2023.10, which among months is October."""
    return any(s.decimals == 2 and not s.is_percent for s in map(_read_section, _split(code)))


def is_tenth(value: float) -> bool:
    """Whether a number is a year and one tenth, the only one that two decimals make ambiguous."""
    return _FIRST_YEAR <= value < _LAST_YEAR and round(value % 1, 9) == 0.1


def show(value: object, code: str, plain: Callable[[object], str]) -> Shown:
    """What a cell of the format ``code`` shows, unrounded; ``plain`` says it for other formats."""
    number = float(value) if isinstance(value, float | int) else 0.0
    section = _choose(code, number)
    if _is_month_or_year(section):
        return Shown(_show_date(value, section.date_parts) or plain(value))
    if isinstance(value, bool) or not isinstance(value, float | int):
        return Shown(plain(value))
    if section.is_percent:
        return Shown(_write(Decimal(repr(number)) * 100) + "%")
    if section.decimals == 2 and section.scale == 1 and is_tenth(number):
        return Shown(f"{number:.2f}")
    shown = _write(Decimal(repr(number)) / section.scale)
    if _MULTIPLE.match(section.words):
        return Shown(shown + section.words.strip())
    return Shown(plain(value), float(section.scale))


def _write(number: Decimal) -> str:
    return format(number.normalize(), "f")


def _show_date(value: object, parts: frozenset[str]) -> str:
    if isinstance(value, float | int) and 0 < value <= _LAST_SERIAL:
        value = _EPOCH + timedelta(days=int(value))
    if not isinstance(value, date):
        return ""
    if parts == {"m"}:
        return f"{value.month}月"
    return f"{value.year}-{value.month:02}" if "m" in parts else str(value.year)


def _is_month_or_year(section: Section) -> bool:
    return not section.has_digits and section.date_parts in ({"y"}, {"y", "m"}, {"m"})


@lru_cache(maxsize=1000)
def _split(code: str) -> tuple[str, ...]:
    """The sections of a format; semicolons in quotes are text."""
    if _GENERAL.fullmatch(code):
        return ()
    sections = [""]
    for token in _TOKEN.finditer(code):
        if token[0] == ";":
            sections.append("")
        else:
            sections[-1] += token[0]
    return tuple(sections)


def _choose(code: str, value: float) -> Section:
    sections = _split(code) or ("0",)
    conditions = [_CONDITION.search(t) for s in sections for t in _brackets(s)]
    if any(conditions):
        chosen = next((s for s in sections if _holds(s, value)), sections[-1])
    elif value < 0 and len(sections) > 1:
        chosen = sections[1]
    else:
        chosen = sections[2 if value == 0 and len(sections) > 2 else 0]
    return _read_section(chosen)


def _brackets(section: str) -> Iterator[str]:
    return (t[3] for t in _TOKEN.finditer(section) if t[3] is not None)


def _holds(section: str, value: float) -> bool:
    found = [c for t in _brackets(section) if (c := _CONDITION.fullmatch(t.strip()))]
    return all(_COMPARISONS[c[1]](value, float(c[2])) for c in found)


@lru_cache(maxsize=1000)
def _read_section(section: str) -> Section:
    """Take one section apart: digits, points, the commas that divide, words and letters."""
    tokens = list(_TOKEN.finditer(section))
    places = [n for n, t in enumerate(tokens) if t[4]]
    if not places:
        letters = {t[5].lower() for t in tokens if t[5]}
        letters |= {"h" for t in _brackets(section) if re.fullmatch("[hms]+", t, re.IGNORECASE)}
        return Section(date_parts=frozenset(_DATE_PARTS[c] for c in letters & set(_DATE_PARTS)))
    point = next((n for n, t in enumerate(tokens) if t[5] == "."), None)
    return Section(
        has_digits=True,
        is_percent=any(t[5] == "%" for t in tokens),
        scale=_find_scale(tokens, places, point),
        words="".join(_literal(t) for t in tokens[places[-1] + 1 :]),
        decimals=sum(n > point for n in places) if point is not None else 0,
    )


def _literal(token: re.Match[str]) -> str:
    text = token[1] if token[1] is not None else token[2] or token[5] or ""
    return "" if token[5] and token[5] in ",%" else text


def _find_scale(tokens: list[re.Match[str]], places: list[int], point: int | None) -> Decimal:
    """What a number is divided by: commas behind its digits, a point that is only drawn, zeros."""
    whole = [n for n in places if point is None or n < point]
    ends = {whole[-1] if whole else -1: point if point is not None else len(tokens)}
    ends[places[-1]] = len(tokens)
    commas = {n for first, last in ends.items() for n in range(first + 1, last)
              if tokens[n][5] == "," and first >= 0}  # fmt: skip
    drawn = next(
        (n for n in range(places[0], places[-1]) if _drawn(tokens[n]) in (".", "．")), None
    )
    below = sum(n > drawn for n in places if point is None or n < point) if drawn is not None else 0
    after = "".join(_drawn(t) for t in tokens[places[-1] + 1 :])
    zeros = re.match("0*", after)
    power = 3 * len(commas) + below - (len(zeros[0]) if zeros else 0)
    return Decimal(10) ** power


def _drawn(token: re.Match[str]) -> str:
    return token[1] if token[1] is not None else token[2] or ""
