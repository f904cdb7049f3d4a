"""What a grid of coverage is made of: how many indicators each region has reported."""

from dashboard import cached
from dashboard.charts.contents import (
    Contents,
    make_caption,
    name_region,
)
from dashboard.graphics.alt import make_alt
from dashboard.i18n import gettext as _
from dashboard.i18n import mark
from dashboard.selection import ChartRequest, Selection

ALT = mark("Grid of the number of indicators reported, {years}; regions shown: {n}.")


def make_contents(selection: Selection, _request: ChartRequest) -> Contents:
    """The children of the selected region over all years."""
    lang = selection.lang
    frame = cached.load_coverage(selection)
    frame = frame[frame["region_code"] != selection.region]
    title = _(
        "Indicators reported by region and year: {region}", lang, region=name_region(selection)
    )
    years = sorted(frame["year"]) or [selection.year]
    return Contents(
        frame,
        None,
        lang,
        make_caption(selection, title, source=_("the uploads recorded in this dashboard", lang)),
        {},
        make_alt(
            ALT,
            None,
            lang=lang,
            years=(years[0], years[-1]),
            regions=frame["region_code"].nunique(),
        ),
    )
