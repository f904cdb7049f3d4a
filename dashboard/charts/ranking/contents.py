"""What a ranking is made of: the regions of one year."""

from dashboard import cached
from dashboard.catalogue import load_catalogue
from dashboard.charts.contents import (
    Contents,
    children_of_year,
    make_caption,
    name_region,
)
from dashboard.charts.ranking.per_head import make_per_head
from dashboard.figures import find_figure
from dashboard.graphics.alt import make_alt
from dashboard.i18n import gettext as _
from dashboard.i18n import mark
from dashboard.selection import ChartRequest, Selection
from dashboard.settings import load_settings

ALT = mark("Bar chart of {indicator} in {years}, largest first; regions shown: {n}.")


def make_contents(selection: Selection, request: ChartRequest) -> Contents:
    """The children of the selected region in its year; ``request.city`` stands out."""
    code = request.indicator
    highlight = request.city or None
    indicator = load_catalogue().indicators[code]
    lang, year = selection.lang, selection.year
    frame = children_of_year(selection, code)
    codes = (code, indicator.size) if indicator.size else (code,)
    index = cached.load_index(selection, indicators=codes)
    own = find_figure(index, code, selection.region, year)
    title = _(
        "{indicator} by region, {year}: {region}",
        lang,
        indicator=indicator.name(lang),
        year=year,
        region=name_region(selection),
    )
    missing = len(load_catalogue().counted_children(selection.region, year)) - len(frame)
    return Contents(
        frame,
        indicator,
        lang,
        make_caption(selection, title),
        {
            "parent": selection.region,
            "reference_value": own.value if own and own.has_value else None,
            "reference_flags": own.quality_flags if own else "",
            "highlight": highlight,
            "per_head": make_per_head(
                index,
                indicator,
                frame["region_code"],
                year,
                least=load_settings().least_denominator,
                lang=lang,
            ),
        },
        make_alt(
            ALT,
            indicator,
            lang=lang,
            years=(year, year),
            regions=len(frame),
            missing=max(missing, 0),
        ),
    )
