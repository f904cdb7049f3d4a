"""What a strip of dots is made of: one region among its siblings."""

from dashboard.catalogue import load_catalogue
from dashboard.charts.contents import (
    Contents,
    children_of_year,
    make_caption,
)
from dashboard.graphics.alt import make_alt
from dashboard.i18n import gettext as _
from dashboard.i18n import mark
from dashboard.selection import ChartRequest, Selection

ALT = mark("Dots of {indicator} in {years}: one region among the others; regions shown: {n}.")


def make_contents(selection: Selection, request: ChartRequest) -> Contents:
    """The children of the selected region in its year; ``request.city`` stands out."""
    code = request.indicator
    city = request.city
    indicator = load_catalogue().indicators[code]
    lang, year = selection.lang, selection.year
    frame = children_of_year(selection, code)
    name = load_catalogue().regions[city].name(lang)
    title = _(
        "{city} among the regions, {year}: {indicator}",
        lang,
        city=name,
        year=year,
        indicator=indicator.name(lang),
    )
    return Contents(
        frame,
        indicator,
        lang,
        make_caption(selection, title),
        {"highlight": city},
        make_alt(ALT, indicator, lang=lang, years=(year, year), regions=len(frame)),
    )
