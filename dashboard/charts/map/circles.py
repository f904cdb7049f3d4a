"""Circles of a map, whose areas stand for what adds up: a coloured area would weigh it by its ground.

The units of length are those of the axes of ``shapes``. Nothing here draws.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from dashboard.charts.map.shapes import Shapes
from dashboard.formats import Scale, format_plain

# The least radius as a share of the widest: what is smaller would not be seen. It is one of lengths
# on the map, not of pixels, so that the same circles are told as enlarged wherever they are drawn.
_LEAST_SHARE = 1 / 8
# Limits of the widest radius: of the shorter side of a map, and of its longer one where regions
# crowd so closely that circles beside one another would all be dots.
_MOST_OF_MAP, _LEAST_OF_MAP = 1 / 8, 1 / 28
_TILE_SHARE = 0.9  # of the room of a tile
_LEGEND_COUNT = 3
_LEGEND_STEP = 4  # a circle of the legend stands for at most a quarter of the one before it


@dataclass(frozen=True)
class Circles:
    """Circles of all years of a map: their areas are proportional to the size of a value."""

    largest: float  # the size of the largest value of all years, base unit; 0 without any
    widest: float  # its radius

    def radius(self, value: float) -> float:
        """The radius for ``value`` (base unit), negative ones by their size; 0 for zero."""
        return self.widest * self._share(value) if value else 0.0

    def _share(self, value: float) -> float:
        return max(_LEAST_SHARE, math.sqrt(abs(value) / self.largest))

    @property
    def least_true(self) -> float:
        """Values (base unit) that are nearer to zero than this have the least circle."""
        return self.largest * _LEAST_SHARE**2

    def choose_legend(self, values: Iterable[float]) -> list[float]:
        """Two or three round values (base unit), the largest first, up to the largest of ``values``.

        Less only where ``values`` are too small for them; none is a fraction or has the least circle,
        but for the second.
        """
        chosen: list[float] = []
        most = max(map(abs, values), default=0.0)
        while most >= 1 and len(chosen) < _LEGEND_COUNT:
            value = _round_down(most)
            if len(chosen) > 1 and value < self.least_true:
                break
            chosen.append(value)
            most = value / _LEGEND_STEP
        return chosen


def _round_down(value: float) -> float:
    """The largest of 1, 2 and 5 times a power of ten that is not above ``value``."""
    power = 10.0 ** math.floor(math.log10(value) + 1e-9)
    return power * max(m for m in (1, 2, 5) if m == 1 or m * power <= value * (1 + 1e-9))


def format_round(value: float, scale: Scale) -> str:
    """A value of the legend in ``scale``, without the zeros that a measured number has: 500, 0.2."""
    scaled = value / scale.divisor
    return format_plain(scaled, max(0, -math.floor(math.log10(scaled) + 1e-9)))


def make_circles(largest: Mapping[str, float], shapes: Shapes) -> Circles:
    """Circles for regions whose largest values of all years (by size, base unit) are ``largest``.

    As wide as may be without two of them meeting in any year and without one leaving the map or its
    tile. Only where regions crowd do they overlap.
    """
    sizes = {c: abs(v) for c, v in largest.items() if v and c in shapes.outlines}
    if not sizes:
        return Circles(0.0, 0.0)
    circles = Circles(max(sizes.values()), 1.0)
    shares = {c: circles.radius(v) for c, v in sizes.items()}
    if shapes.is_tiles:
        return Circles(circles.largest, _TILE_SHARE * min(shapes.room.values()))
    places = shapes.labels
    x0, x1, y0, y1 = shapes.extent
    apart = (
        math.dist(places[a], places[b]) / (shares[a] + shares[b])
        for a, b in combinations(shares, 2)
    )
    inside = (
        min(x - x0, x1 - x, y - y0, y1 - y) / shares[c]
        for c, (x, y) in places.items()
        if c in shares
    )
    widest = min([_MOST_OF_MAP * min(x1 - x0, y1 - y0), *apart])
    widest = max(widest, _LEAST_OF_MAP * max(x1 - x0, y1 - y0))
    return Circles(circles.largest, min([widest, *inside]))


def trace_circle(x: float, y: float, radius: float) -> tuple[list[float], list[float]]:
    """The xs and ys of a closed line around (x, y) that cannot be told from a circle."""
    turns = [2 * math.pi * i / 40 for i in range(41)]
    return (
        [round(x + radius * math.cos(turn), 5) for turn in turns],
        [round(y + radius * math.sin(turn), 5) for turn in turns],
    )
