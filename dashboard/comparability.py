"""Change of a sum like for like: over the places that stand in both years, and what each adds to it.

A sum whose parts differ between two years does not say by itself how much there was more. What its
places have in both years does; it is told with how many of the places it is about.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from dashboard.catalogue import Indicator
from dashboard.figures import Basis, Change, measure_change

LEAST_CARRIED = 0.5  # of the earlier value; below it a change of the rest says nothing of the whole
_TOLERANCE = 0.01  # of an own figure, within which a sum is the same figure counted otherwise


class Pair(NamedTuple):
    """What a place directly below a sum has in two years: values, or numerators and denominators.

    Of a place that is a sum itself, what its own places have in both years.
    """

    part: str  # region code
    num: float
    den: float  # NaN where values add up
    num_before: float
    den_before: float
    carried_before: float  # what it had in the whole of the earlier year: its value, or denominator
    whole_before: float  # what the sum had in the earlier year: its value, or its denominator
    is_demonstration: bool | None  # None: partly


@dataclass(frozen=True)
class Contribution:
    """What one place adds to the change of a whole; those of all places add up to it."""

    part: str  # region code
    value: float  # in the base unit; of a rate in its unit (percentage points)
    mix: float = 0.0  # of it, of a rate: because the place weighs more or less in the whole


def agree(own: float, total: float) -> bool:
    """Whether an own figure and the sum of all regions below it, of one year, are the same figure."""
    return abs(own - total) <= _TOLERANCE * abs(own)


def compare_like_for_like(
    pairs: Sequence[Pair],
    indicator: Indicator,
    *,
    since: int,
    expected: int,
    is_same_period: bool = False,
) -> Change | None:
    """The change of a sum over the places of both years, of ``expected`` ones.

    Or of a figure of a part of a year against the same part of the earlier one (``is_same_period``).
    None where they carry less than half of the earlier value (of a rate, of its denominator), where
    none has a denominator now, or where some are demonstration figures and some are not.
    """
    kinds = {p.is_demonstration for p in pairs}
    if len(kinds) != 1 or None in kinds:
        return None
    carried = math.fsum(p.carried_before for p in pairs)
    if not 0 < LEAST_CARRIED * pairs[0].whole_before <= carried:
        return None
    if not any(p.den or math.isnan(p.den) for p in pairs):
        return None
    change = measure_change(*_add(pairs, indicator), indicator, since=since)
    is_whole = len(pairs) >= expected and carried == pairs[0].whole_before
    basis = None if is_same_period and is_whole else Basis(len(pairs), max(expected, len(pairs)))
    return replace(change, basis=basis, is_same_period=is_same_period)


def find_contributions(pairs: Sequence[Pair], indicator: Indicator) -> tuple[Contribution, ...]:
    """What each place adds to the change like for like, in the order of ``pairs``.

    Of a count, its difference. A rate R = Σ wᵢrᵢ changes by Σ (w̄ᵢ Δrᵢ + (r̄ᵢ - R̄) Δwᵢ), where the bar
    is the mean of both years: what the place's rate adds, and what its weight does (the mix). A place
    without a denominator in one year has the rate of the other there.
    """
    if indicator.region_rule != "ratio":
        return tuple(Contribution(p.part, p.num - p.num_before) for p in pairs)
    total = math.fsum(p.den for p in pairs)
    total_before = math.fsum(p.den_before for p in pairs)
    mean = math.fsum(_add(pairs, indicator)) / 2
    found = []
    for pair in pairs:
        rates = [
            indicator.factor * num / den if den else None
            for num, den in ((pair.num, pair.den), (pair.num_before, pair.den_before))
        ]
        rate = next((r for r in rates if r is not None), 0.0)
        now, before = (rate if r is None else r for r in rates)
        weight, weight_before = pair.den / total, pair.den_before / total_before
        level = (weight + weight_before) / 2 * (now - before)
        mix = ((now + before) / 2 - mean) * (weight - weight_before)
        found.append(Contribution(pair.part, level + mix, mix))
    return tuple(found)


def _add(pairs: Sequence[Pair], indicator: Indicator) -> tuple[float, float]:
    """What the places are together, in the later year and in the earlier one."""
    now, before = (math.fsum(p.num for p in pairs), math.fsum(p.num_before for p in pairs))
    if indicator.region_rule != "ratio":
        return now, before
    den, den_before = (math.fsum(p.den for p in pairs), math.fsum(p.den_before for p in pairs))
    return indicator.factor * now / den, indicator.factor * before / den_before
