"""What a map is made of: regions of one year, shapes, and classes or circles that hold for all years."""

import pandas as pd

from dashboard import cached
from dashboard.catalogue import Indicator, load_catalogue
from dashboard.charts.contents import (
    Contents,
    make_caption,
    name_region,
)
from dashboard.charts.map.circles import Circles, make_circles
from dashboard.charts.map.figure import Classes, make_classes
from dashboard.charts.map.shapes import Shapes, load_shapes
from dashboard.graphics.alt import make_alt
from dashboard.i18n import gettext as _
from dashboard.i18n import mark
from dashboard.selection import ChartRequest, Selection
from dashboard.settings import load_settings

ALT = mark("Map of {indicator} in {years} in coloured classes; regions shown: {n}.")
ALT_CIRCLES = mark(
    "Map of {indicator} in {years}, the numbers as areas of circles; regions shown: {n}."
)


def make_contents(selection: Selection, request: ChartRequest) -> Contents:
    """The children of the selected region in its year."""
    code = request.indicator
    indicator = load_catalogue().indicators[code]
    lang, year = selection.lang, selection.year
    settings = load_settings()
    frame = cached.load_figures(selection, indicators=(code,))
    children = frame[frame["region_code"] != selection.region]
    title = _(
        "{indicator} on the map, {year}: {region}",
        lang,
        indicator=indicator.name(lang),
        year=year,
        region=name_region(selection),
    )
    shapes = load_shapes(selection.region, boundaries=settings.boundaries, geojson=settings.geojson)
    of_year = children[children["year"] == year]
    return Contents(
        of_year,
        indicator,
        lang,
        make_caption(selection, title),
        {
            "parent": selection.region,
            "shapes": shapes,
            "key": _make_key(children, indicator, shapes),
        },
        make_alt(
            ALT_CIRCLES if indicator.adds_up else ALT,
            indicator,
            lang=lang,
            years=(year, year),
            regions=len(of_year),
        ),
    )


def _make_key(children: pd.DataFrame, indicator: Indicator, shapes: Shapes) -> Classes | Circles:
    """Circles for what adds up, classes of colour for all else, from the figures of all years."""
    if not indicator.adds_up:
        return make_classes(children["value"].tolist(), indicator.kind)
    largest = children["value"].abs().groupby(children["region_code"]).max().dropna()
    return make_circles({str(code): float(v) for code, v in largest.items()}, shapes)
