"""Numbers, units and states as text: 12.3万人 in Chinese, 123.0 thousand persons in English.

One unit per chart: choose a ``Scale`` from all values of a chart, then format each value with it.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.catalogue import Indicator
from dashboard.i18n import Lang, gettext, mark
from dashboard.lists import join_words

# States of a cell without a number, and what a reader sees in its place.
STATES = {
    "not_reported": mark("not reported"),
    "not_applicable": mark("does not apply"),
    "below_unit": mark("below the smallest unit"),
    "confidential": mark("confidential"),
    "suppressed": mark("confidential (with another)"),
    "withheld": mark("withheld: too few have reported"),
    "beyond": mark("beyond all that can be shown"),
}
# Quality flags of a number: what a reader sees beside it, and the mark it bears on a chart.
QUALITY_FLAGS = {
    "at_least": mark("at least"),
    "at_most": mark("at most"),
    "estimate": mark("estimate"),
    "provisional": mark("provisional"),
    "partial_coverage": mark("not all regions have reported"),
    "partial_year": mark("not the whole year"),
    "recomputed": mark("recomputed from its parts; the reported rate differs"),
    "revised": mark("revised"),
}
FLAG_MARKS = {
    "at_least": "≥",
    "at_most": "≤",
    "estimate": "≈",
    "provisional": "*",
    "partial_coverage": "†",
    "partial_year": "‡",
    "recomputed": "§",
    "revised": "",
}
# Flags that stand before a number, not behind it.
PREFIX_FLAGS = ("at_least", "at_most", "estimate")
BOUNDS = frozenset({"at_least", "at_most"})
# A number with one of these may still be another: it is never called the least, nor set against others.
OPEN_FLAGS = BOUNDS | {"partial_year", "partial_coverage"}
_STEPS = {
    "zh": ((1e8, "亿"), (1e4, "万")),
    "en": ((1e9, "billion "), (1e6, "million "), (1e4, "thousand ")),
}
_DIVISORS = {"thousand ": 1e3}
MOST_SHOWN = 1e18  # numbers from here on are no figures of anything
LEAST_SHOWN = 1e-9  # what is nearer to nothing is nothing
CHANGE_DECIMALS = 1  # digits of a change, a distance or a gap, in per cent or percentage points


@dataclass(frozen=True)
class Scale:
    """One unit for a whole chart: values are divided by ``divisor`` and named ``unit``."""

    divisor: float
    unit: str  # 万人, million yuan, %
    decimals: int | None  # None: as many as the size of the number asks for


def choose_scale(values: Iterable[float | None], indicator: Indicator, lang: Lang) -> Scale:
    """The unit in which ``values`` (base unit; None and NaN are passed over) read best together."""
    unit = indicator.unit(lang)
    if indicator.kind == "rate":
        return Scale(1, unit, indicator.decimals)
    largest = max((abs(v) for v in values if v is not None and not math.isnan(v)), default=0.0)
    for step, word in _STEPS[lang]:
        if largest >= step:
            return Scale(_DIVISORS.get(word, step), word + unit, None)
    return Scale(1, unit, indicator.decimals)


def count_decimals(value: float, scale: Scale) -> int:
    """How many digits ``value`` (base unit) has behind the point in ``scale``."""
    if scale.decimals is not None:
        return scale.decimals
    scaled = abs(value / scale.divisor)
    return 2 if scaled < 10 else 1 if scaled < 1000 else 0


def format_number(value: float, scale: Scale, lang: Lang) -> str:
    """``value`` (base unit) in ``scale`` without its unit, grouped by thousands."""
    return format_plain(value / scale.divisor, count_decimals(value, scale))


def format_plain(value: float, decimals: int) -> str:
    """``value`` with exactly ``decimals`` digits, grouped by thousands; half rounds away from zero.

    What is beyond all that is counted is written as a power of ten: its digits would say nothing.
    """
    if not abs(value) < MOST_SHOWN:
        return f"{value:.1e}" if math.isfinite(value) else "∞" if value > 0 else "-∞"
    # Both languages group by threes with commas, so Python's format does Babel's work at a
    # hundredth of its time; Babel rounds half to even, and a reader expects 0.5 → 1.
    return f"{round_number(value, decimals):,.{decimals}f}"


def round_number(value: float, decimals: int) -> float:
    """``value`` as it is written with ``decimals`` digits; what rounds to nothing has no sign."""
    scaled = math.floor(abs(value) * 10**decimals + 0.5 + 1e-9)
    return math.copysign(scaled, value) / 10**decimals + 0.0


def round_difference(value: float, other: float, decimals: int) -> float:
    """What is told of ``value`` - ``other`` beside both numbers, at ``decimals`` digits.

    The true difference, rounded to the nearest; half way between two it is the one by which the
    numbers differ as they are written: 94.0 and 93.55, written 93.6, are 0.4 apart.
    """
    difference = value - other
    written = round_number(value, decimals) - round_number(other, decimals)
    is_nearest = abs(written - difference) * 10**decimals <= 0.5 + 1e-6
    return round_number(written if is_nearest else difference, decimals)


def format_value(
    value: float | None, scale: Scale, lang: Lang, *, state: str = "", quality_flags: str = ""
) -> str:
    """A value with its unit and its quality flags in words, or its state in words when there is no number.

    ``quality_flags`` is a comma-separated list of keys of QUALITY_FLAGS; ``state`` a key of STATES.
    """
    if value is None or math.isnan(value):
        return gettext(STATES.get(state, STATES["not_reported"]), lang)
    space = "" if lang == "zh" or scale.unit.startswith("%") else " "
    text = f"{format_number(value, scale, lang)}{space}{scale.unit}"
    for flag in PREFIX_FLAGS:
        if flag in quality_flags.split(","):
            word = gettext(mark("about") if flag == "estimate" else QUALITY_FLAGS[flag], lang)
            text = f"{word}{'' if lang == 'zh' else ' '}{text}"
    return text


def format_rank(place: int, count: int, better: str, lang: Lang) -> str:
    """``3/11``, counted from the largest; where less is better from the smallest, which is said."""
    if better == "down":
        return gettext("{place}/{n} (smallest first)", lang, place=place, n=count)
    return f"{place}/{count}"


def format_marks(quality_flags: str) -> str:
    """The marks that ``quality_flags`` put behind a number on a chart (``*†``), in a fixed order."""
    present = quality_flags.split(",")
    return "".join(m for d, m in FLAG_MARKS.items() if d in present)


def format_quality_flags(quality_flags: str, lang: Lang) -> str:
    """``quality_flags`` in words, separated by commas of the language; empty for none."""
    present = quality_flags.split(",")
    words = [gettext(text, lang) for flag, text in QUALITY_FLAGS.items() if flag in present]
    return join_words(words, lang)
