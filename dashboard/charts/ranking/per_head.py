"""A per-capita reading beside the bars of a count, which a populous region leads anyway.

How it is made, and of which regions none is, stands at ``figures.read_per_head``.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.catalogue import Indicator
from dashboard.figures import FigureIndex, find_figure, read_per_head
from dashboard.formats import Scale, choose_decimals
from dashboard.graphics.points import Point, format_label, make_point
from dashboard.i18n import Lang
from dashboard.i18n import gettext as _
from dashboard.lists import choose_colon
from dashboard.narrative.phrases import name_indicator


@dataclass(frozen=True)
class PerHead:
    """What stands beside the bars of a ranking."""

    title: str  # what it is, with its unit
    points: dict[str, Point]  # by region, in the unit of the title; never empty
    scale: Scale

    def label(self, region: str, lang: Lang) -> str:
        """The number of a region with its marks; empty where there is none."""
        point = self.points.get(region)
        if point is None or point.value is None:
            return ""
        return format_label(point.value, self.scale, lang, point.quality_flags)

    def hover(self, region: str, lang: Lang) -> str:
        """A line of hover text: the title and the number; empty where there is none."""
        number = self.label(region, lang)
        return f"{self.title}{choose_colon(lang)}{number}" if number else ""


def make_per_head(
    index: FigureIndex,
    indicator: Indicator,
    regions: Iterable[str],
    year: int,
    *,
    least: float,
    lang: Lang,
) -> PerHead | None:
    """The reading of ``regions`` in ``year``; None without a size to read against or without any number.

    ``index`` holds the figures of the indicator and of its size, ``least`` is the smallest size.
    """
    if not indicator.size:
        return None
    points = {}
    for region in regions:
        figure, size = (
            find_figure(index, code, region, year) for code in (indicator.code, indicator.size)
        )
        found = read_per_head(figure, size, indicator, least=least)
        if found is not None:
            points[region] = make_point(region, found.value, found.quality_flags)
    if not points:
        return None
    heads, unit = name_indicator(indicator.size, lang), indicator.unit(lang)
    if indicator.kind == "money":
        title = _("{unit} per head of {size}", lang, unit=unit, size=heads)
    else:
        title = _("{unit} per 10,000 {size}", lang, unit=unit, size=heads)
    largest = max(abs(p.value or 0) for p in points.values())
    return PerHead(title, points, Scale(1, unit, choose_decimals(largest)))
