"""What a comparison of two years is made of."""

import pandas as pd

from dashboard import cached
from dashboard.catalogue import load_catalogue
from dashboard.charts.contents import (
    Contents,
    children_of_year,
    make_caption,
    name_region,
    tell_breaks,
)
from dashboard.figures import breaks_between
from dashboard.graphics.alt import make_alt
from dashboard.i18n import gettext as _
from dashboard.i18n import mark
from dashboard.selection import ChartRequest, Selection

ALT = mark("Comparison of {indicator} between two years ({years}); regions shown: {n}.")


def make_contents(selection: Selection, request: ChartRequest) -> Contents:
    """The children of the selected region in its year and in ``request.since``, whichever is first."""
    code = request.indicator
    since = request.since or selection.year - 1
    indicator = load_catalogue().indicators[code]
    lang, year = selection.lang, selection.year
    first, last = sorted((since, year))
    frame = pd.concat([children_of_year(selection, code, y) for y in sorted({first, last})])
    broken = breaks_between(cached.load_breaks(selection), code, selection.region, first, last)
    title = _(
        "{indicator}, {first} and {last} compared: {region}",
        lang,
        indicator=indicator.name(lang),
        first=first,
        last=last,
        region=name_region(selection),
    )
    return Contents(
        frame,
        indicator,
        lang,
        make_caption(selection, title, notes=tell_breaks(broken, lang)),
        {"years": (first, last)},
        make_alt(
            ALT,
            indicator,
            lang=lang,
            years=(first, last),
            regions=frame["region_code"].nunique(),
        ),
    )
