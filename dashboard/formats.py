"""Numbers, units and states as text: 12.3万人 in Chinese, 123.0 thousand persons in English.

One unit per chart: choose a ``Scale`` from all values of a chart, then format each value with it.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from babel.dates import format_date

from dashboard.catalogue import Indicator
from dashboard.i18n import Lang, gettext, mark
from dashboard.lists import join_words
from dashboard.periods import last_month

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
    "uneven_periods": mark("with a gap, or of other months in other places"),
    "small_denominator": mark("a rate of few: one more or less changes it by much"),
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
    "uneven_periods": "",
    "small_denominator": "#",
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
_MOST_DECIMALS = (
    4  # digits that a number is given at most so as not to be read as zero or the whole
)
_SAME = 1e-12  # what differs by less of itself differs by the noise of the arithmetic only


@dataclass(frozen=True)
class Scale:
    """One unit for a whole chart: values are divided by ``divisor`` and named ``unit``."""

    divisor: float
    unit: str  # 万人, million yuan, %
    decimals: int | None  # None: as many as the size of the number asks for


def choose_scale(values: Iterable[float | None], indicator: Indicator, lang: Lang) -> Scale:
    """The unit in which ``values`` (base unit; None and NaN are passed over) read best together.

    The largest is one of the unit as it is written: 99,999,999 is 1.00亿 and not 10,000万.
    """
    unit = indicator.unit(lang)
    scale = Scale(1, unit, indicator.decimals)
    if indicator.kind == "rate":
        return scale
    largest = max((abs(v) for v in values if v is not None and not math.isnan(v)), default=0.0)
    for step, word in reversed(_STEPS[lang]):
        written = round_number(largest / scale.divisor, _usual_decimals(largest, scale))
        if written * scale.divisor < step:
            break
        scale = Scale(_DIVISORS.get(word, step), word + unit, None)
    return scale


def choose_full_scale(
    value: float | None, other: float | None, indicator: Indicator, lang: Lang
) -> Scale:
    """The base unit, with as many digits as show that ``value`` is not ``other`` (at most four)."""
    scale = Scale(1, indicator.unit(lang), indicator.decimals)
    if value is None or other is None or not (math.isfinite(value) and math.isfinite(other)):
        return scale
    digits = indicator.decimals
    while digits < _MOST_DECIMALS and not is_level(value, other):
        if round_number(value, digits) != round_number(other, digits):
            break
        digits += 1
    return replace(scale, decimals=digits)


def _usual_decimals(value: float, scale: Scale) -> int:
    if scale.decimals is not None:
        return scale.decimals
    return choose_decimals(value / scale.divisor)


def choose_decimals(value: float) -> int:
    """How many digits behind the point a number of this size needs to be read: 9.87, 98.7, 987.6, 9,876."""
    scaled = abs(value)
    return 2 if round_number(scaled, 2) < 10 else 1 if round_number(scaled, 1) < 1000 else 0


def count_decimals(value: float, scale: Scale) -> int:
    """How many digits ``value`` (base unit) has behind the point in ``scale``: see ``add_decimals``."""
    usual = _usual_decimals(value, scale)
    return add_decimals(value / scale.divisor, usual, is_percent=scale.unit.startswith("%"))


def has_usual_decimals(value: float, scale: Scale) -> bool:
    """Whether ``value`` is written with the digits that any number of its size has in ``scale``."""
    text = format_plain(value / scale.divisor, _usual_decimals(value, scale))
    return text == _write(value, scale)


def add_decimals(value: float, decimals: int, *, is_percent: bool) -> int:
    """``decimals``, and as many more as show that ``value`` is not zero, nor a percentage 100.

    99.98% is not written as 100.0%, nor 0.003万元 as 0.00万元. At most four digits; what needs more
    is written by ``format_digits`` as less or more than the next number.
    """
    while decimals < _MOST_DECIMALS and _hidden_mark(value, decimals, is_percent) is not None:
        decimals += 1
    return decimals


def _hidden_mark(value: float, decimals: int, is_percent: bool) -> float | None:
    """Zero, or ± 100 of a percentage, where ``value`` would be written as that without being it."""
    written = round_number(value, decimals)
    if written and not (is_percent and abs(written) == 100):
        return None
    return None if is_level(value, written) else written


def is_level(value: float, other: float) -> bool:
    """Whether two numbers are the same but for the noise of the arithmetic: 0.1 + 0.2 and 0.3.

    Two that are merely written alike are not: one of them is above the other, by less than is told.
    """
    return math.isclose(value, other, rel_tol=_SAME, abs_tol=LEAST_SHOWN)


def format_number(value: float, scale: Scale, lang: Lang, quality_flags: str = "") -> str:
    """``value`` (base unit) in ``scale`` without its unit, grouped by thousands.

    A bound, which ``quality_flags`` make it, is not told as less or more than a number once more: the
    number is given on the side on which the bound holds.
    """
    text = _write(value, scale)
    if text[0] not in "<>" or BOUNDS.isdisjoint(quality_flags.split(",")):
        return text
    if text[0] == (">" if "at_least" in quality_flags.split(",") else "<"):
        return text[1:]
    return format_plain(value / scale.divisor, _MOST_DECIMALS)


def _write(value: float, scale: Scale) -> str:
    is_percent = scale.unit.startswith("%")
    return format_digits(
        value / scale.divisor, _usual_decimals(value, scale), is_percent=is_percent
    )


def format_percent(value: float, decimals: int) -> str:
    """A share or a progress without its sign: never 0 nor 100 where it is not (``add_decimals``)."""
    return format_digits(value, decimals, is_percent=True)


def format_digits(value: float, decimals: int, *, is_percent: bool) -> str:
    """``value`` with the digits that ``add_decimals`` gives it: 12.3, 99.98, <0.0001, >99.9999."""
    digits = add_decimals(value, decimals, is_percent=is_percent)
    hidden = _hidden_mark(value, digits, is_percent)
    if hidden is None:
        return format_plain(value, digits)
    is_below = value < hidden
    # The next number to the side of the mark on which the value lies, seen from the far side.
    bound = hidden + math.copysign(10.0**-digits, value - hidden)
    return f"{'>' if is_below else '<'}{format_plain(bound, digits)}"


def format_plain(value: float, decimals: int) -> str:
    """``value`` with exactly ``decimals`` digits, grouped by thousands; half rounds away from zero.

    What is beyond all that is counted is written as a power of ten: its digits would say nothing.
    """
    if not abs(value) < MOST_SHOWN:
        return f"{value:.1e}" if math.isfinite(value) else "∞" if value > 0 else "-∞"
    # Both languages group by threes with commas, so Python's format does Babel's work at a
    # hundredth of its time; Babel rounds half to even, and a reader expects 0.5 → 1.
    return f"{round_number(value, decimals):,.{decimals}f}"


def format_size(difference: float, shown: float) -> str:
    """The size of a change, a distance or a gap, in per cent or points and without sign: ``4.2``.

    ``shown`` is ``difference`` as it is rounded. What rounds to nothing without being it is ``<0.1``,
    and a fall that leaves something is not one of 100.
    """
    if abs(shown) == 100:
        return format_percent(abs(difference), CHANGE_DECIMALS)
    if shown or is_level(difference, 0):
        return format_plain(abs(shown), CHANGE_DECIMALS)
    return f"<{format_plain(10.0**-CHANGE_DECIMALS, CHANGE_DECIMALS)}"


def say_size(difference: float, shown: float, lang: Lang) -> str:
    """The same inside a sentence: ``4.2``, ``less than 0.1``."""
    size = format_size(difference, shown)
    return gettext("less than {gap}", lang, gap=size[1:]) if size.startswith("<") else size


def say_points(value: float, other: float, lang: Lang) -> str:
    """The percentage points between two rates inside a sentence, without sign."""
    return say_size(value - other, round_difference(value, other, CHANGE_DECIMALS), lang)


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
    number = format_number(value, scale, lang, quality_flags)
    is_one = lang == "en" and number in ("1", "-1")
    text = f"{number}{space}{_name_one(scale.unit) if is_one else scale.unit}"
    for flag in PREFIX_FLAGS:
        if flag in quality_flags.split(","):
            word = gettext(mark("about") if flag == "estimate" else QUALITY_FLAGS[flag], lang)
            text = f"{word}{'' if lang == 'zh' else ' '}{text}"
    return text


def _name_one(unit: str) -> str:
    """An English unit of the catalogue in the singular: persons → person, entries → entry."""
    for ending, one in (("ies", "y"), ("sses", "ss"), ("s", "")):
        if unit.endswith(ending):
            return unit.removesuffix(ending) + one
    return unit


def format_rank(place: int, count: int, total: int, better: str, lang: Lang) -> str:
    """``3/9（共11个）``: the place among ``count`` of ``total`` regions, from the largest.

    Where less is better from the smallest, which is said.
    """
    remarks = [gettext("smallest first", lang)] if better == "down" else []
    if count < total:
        remarks.append(gettext("{n} in all", lang, n=total))
    if not remarks:
        return f"{place}/{count}"
    text = ("，" if lang == "zh" else ", ").join(remarks)
    return f"{place}/{count}（{text}）" if lang == "zh" else f"{place}/{count} ({text})"


_PARTS_OF_YEAR = {
    3: mark("first quarter"),
    6: mark("first half"),
    9: mark("first three quarters"),
}


def name_part_of_year(period: str, quality_flags: str, measure: str, lang: Lang) -> str:
    """``前三季度``, ``1月至8月``, ``9月末``: the part of the year that a figure is of; empty for a whole one.

    ``period`` is its last one (SDMX), ``measure`` flow or stock. Of a part with a gap, or of sums of
    different months, only up to when it goes: ``截至9月``; nothing where that is the end of the year.
    """
    flags = quality_flags.split(",")
    if "partial_year" not in flags:
        return ""
    month = last_month(period)
    if measure == "stock":
        return gettext("end of {month}", lang, month=_name_month(month, lang))
    if "uneven_periods" in flags:
        return "" if month == 12 else gettext("up to {month}", lang, month=_name_month(month, lang))
    if month in _PARTS_OF_YEAR:
        return gettext(_PARTS_OF_YEAR[month], lang)
    if month == 1:
        return _name_month(1, lang)
    return gettext("January to {month}", lang, month=_name_month(month, lang))


def _name_month(month: int, lang: Lang) -> str:
    return format_date(date(2000, month, 1), "MMM" if lang == "zh" else "MMMM", locale=lang)


def say_share(coverage: float, place_count: float, expected_places: float, lang: Lang) -> str:
    """``，县区107个中58个，约占82%``: how much of a sum's whole is in it; empty where all is, or unknown.

    ``coverage`` is a share, by what was last known of those who are missing.
    """
    text = ""
    if not math.isnan(expected_places):
        text = gettext(
            ", {n} of {total} {total:county|counties}",
            lang,
            n=f"{place_count:.0f}",
            total=f"{expected_places:,.0f}",
        )
    if math.isnan(coverage):
        return text
    return text + gettext(", about {n}% of the whole", lang, n=format_percent(coverage * 100, 0))


def format_marks(quality_flags: str) -> str:
    """The marks that ``quality_flags`` put behind a number on a chart (``*†``), in a fixed order."""
    present = quality_flags.split(",")
    return "".join(m for d, m in FLAG_MARKS.items() if d in present)


def format_quality_flags(quality_flags: str, lang: Lang) -> str:
    """``quality_flags`` in words, separated by commas of the language; empty for none."""
    present = quality_flags.split(",")
    words = [gettext(text, lang) for flag, text in QUALITY_FLAGS.items() if flag in present]
    return join_words(words, lang)
