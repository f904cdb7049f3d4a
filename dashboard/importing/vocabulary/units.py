"""Units of a file to the units of the catalogue: 万人 is ten thousand persons."""

import re

from dashboard.catalogue import Indicator
from dashboard.lookup_keys import make_key

_MULTIPLES = {
    "": 1.0,
    "十": 1e1,
    "百": 1e2,
    "千": 1e3,
    "万": 1e4,
    "十万": 1e5,
    "百万": 1e6,
    "千万": 1e7,
    "亿": 1e8,
    "万亿": 1e12,
}
_ENGLISH_MULTIPLES = {"thousand": 1e3, "10 thousand": 1e4, "million": 1e6, "billion": 1e9}
# Other words for the same unit; words for different things (人 and 人次) are never in here.
_SAME = {"名": "人", "圆": "元", "人民币元": "元", "rmb": "元", "cny": "元", "people": "persons"}
_PER_CENT = frozenset({"%", "百分比", "百分数", "per cent", "percent", "pct"})
_SEPARATORS = re.compile(r"[、,，;；/和及\s]+")
_ENGLISH = re.compile(r"(thousand|10 thousand|million|billion)\s+(.+)")


def find_factor(text: str, indicator: Indicator) -> float | None:
    """What a figure in the unit ``text`` is multiplied by; None if it cannot be converted."""
    key = make_key(text)
    if indicator.kind == "rate":
        return _rate_factor(key)
    bases = {make_key(indicator.unit_zh), make_key(indicator.unit_en)}
    if found := _ENGLISH.fullmatch(key):
        word = _SAME.get(found[2], found[2])
        return _ENGLISH_MULTIPLES[found[1]] if word in bases else None
    for length in range(min(2, len(key)), -1, -1):
        multiple, word = _MULTIPLES.get(key[:length]), key[length:]
        if multiple and (word in bases or _SAME.get(word) in bases):
            return multiple
    # "万" alone, as in a column headed 会员人数（万).
    return _MULTIPLES.get(key) if key else None


def _rate_factor(key: str) -> float | None:
    if key in _PER_CENT:
        return 1.0
    return 0.1 if key in ("‰", "千分比") else None


def is_unit(text: str, units: frozenset[str]) -> bool:
    """Whether the brackets of a heading hold a unit; ``units`` are the catalogue's, as keys."""
    key = make_key(text)
    if key in units or key in _PER_CENT or key in _MULTIPLES or key in ("‰", "千分比"):
        return bool(key)
    if _ENGLISH.fullmatch(key):
        return True
    return any(key[:n] in _MULTIPLES and (key[n:] in units or key[n:] in _SAME) for n in (0, 1, 2))


def split_list(text: str) -> list[str]:
    """The units of a list over the table: 人、人次、万元."""
    return [unit for unit in _SEPARATORS.split(text) if unit]


def choose_from_list(text: str, indicator: Indicator) -> str:
    """The one unit of a list over the table (人、人次、万元) that fits; '' if not just one."""
    fitting = [
        unit
        for unit in split_list(text)
        if make_key(unit) not in _MULTIPLES and find_factor(unit, indicator) is not None
    ]
    return fitting[0] if len(fitting) == 1 else ""
