"""What small charts of each region are made of."""

from dashboard import cached
from dashboard.catalogue import load_catalogue
from dashboard.charts.contents import (
    Contents,
    make_caption,
    name_region,
)
from dashboard.graphics.alt import make_alt
from dashboard.i18n import gettext as _
from dashboard.i18n import mark
from dashboard.narrative.annotations import find_cuts
from dashboard.selection import ChartRequest, Selection

ALT = mark("Small line charts of {indicator}, {years}, one a region; regions shown: {n}.")


def make_contents(selection: Selection, request: ChartRequest) -> Contents:
    """All years of ``request.regions``, with the whole as reference where it is a rate."""
    code = request.indicator
    regions = request.regions
    indicator = load_catalogue().indicators[code]
    lang = selection.lang
    frame = cached.load_figures(selection, indicators=(code,))
    index = cached.load_index(selection, indicators=(code,))
    breaks = [
        (b.year, b.reason(lang))
        for b in cached.load_breaks(selection)
        if b.indicator == code and not b.region_code
    ]
    title = _(
        "{indicator} of each region: {region}",
        lang,
        indicator=indicator.name(lang),
        region=name_region(selection),
    )
    years = sorted(frame["year"]) or [selection.year]
    return Contents(
        frame,
        indicator,
        lang,
        make_caption(selection, title),
        {
            "regions": regions,
            "reference": selection.region if indicator.kind == "rate" else None,
            "breaks": breaks,
            "cuts": {
                r: find_cuts(selection, code, region=r, index=index)
                for r in {*regions, selection.region}
            },
        },
        make_alt(
            ALT,
            indicator,
            lang=lang,
            years=(years[0], years[-1]),
            regions=len(regions),
        ),
    )
