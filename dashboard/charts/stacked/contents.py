"""What stacked bars are made of: the whole and its parts over the years."""

from dashboard import cached
from dashboard.catalogue import load_catalogue
from dashboard.charts.contents import (
    Contents,
    make_caption,
    name_region,
    tell_breaks,
)
from dashboard.figures import breaks_between
from dashboard.graphics.alt import make_alt
from dashboard.i18n import gettext as _
from dashboard.i18n import mark
from dashboard.selection import ChartRequest, Selection

ALT = mark("Stacked bars of {indicator} by region, {years}; regions shown: {n}.")


def make_contents(selection: Selection, request: ChartRequest) -> Contents:
    """The selected region and its children in ``request.years``, or all years."""
    code = request.indicator
    years = request.years
    indicator = load_catalogue().indicators[code]
    lang, own = selection.lang, selection.region
    frame = cached.load_figures(selection, indicators=(code,))
    if years:
        frame = frame[frame["year"].between(*years)]
    parts = frame[(frame["region_code"] != own) & frame["value"].notna()]
    # Years of the whole alone are not drawn.
    shown = sorted(parts["year"]) or [selection.year]
    breaks = breaks_between(cached.load_breaks(selection), code, own, shown[0], shown[-1])
    title = _(
        "{indicator} by region and year: {region}",
        lang,
        indicator=indicator.name(lang),
        region=name_region(selection),
    )
    return Contents(
        frame,
        indicator,
        lang,
        make_caption(selection, title, notes=tell_breaks(breaks, lang)),
        {"parent": own},
        make_alt(
            ALT,
            indicator,
            lang=lang,
            years=(shown[0], shown[-1]),
            regions=parts["region_code"].nunique(),
        ),
    )
