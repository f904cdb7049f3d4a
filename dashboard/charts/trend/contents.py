"""What a trend is made of: lines over the years, targets and breaks."""

from dashboard import cached
from dashboard.catalogue import load_catalogue
from dashboard.charts.contents import (
    Contents,
    make_caption,
    name_region,
)
from dashboard.graphics.alt import make_alt
from dashboard.graphics.points import collect_notes
from dashboard.i18n import gettext as _
from dashboard.i18n import mark
from dashboard.narrative.annotations import find_cuts
from dashboard.selection import ChartRequest, Selection

ALT = mark("Line chart of {indicator}, {years}; regions shown: {n}.")


def make_contents(selection: Selection, request: ChartRequest) -> Contents:
    """The years of the regions asked for, with the whole as reference where it is a rate."""
    code = request.indicator
    regions, years = request.regions, request.years
    indicator = load_catalogue().indicators[code]
    lang = selection.lang
    frame = cached.load_figures(selection, indicators=(code,))
    index = cached.load_index(selection, indicators=(code,))
    if years:
        frame = frame[frame["year"].between(*years)]
    parts = frame
    frame = frame[frame["region_code"].isin([*regions, selection.region])]
    own = selection.region
    only_own = regions == (own,)
    reference = own if indicator.kind == "rate" and not only_own else None
    targets = [
        (y, v)
        for (i, r, y), v in cached.load_targets(selection).items()
        if only_own and i == code and r == own and (not years or years[0] <= y <= years[1])
    ]
    breaks = [
        (b.year, b.reason(lang))
        for b in cached.load_breaks(selection)
        if b.indicator == code and (not b.region_code or b.region_code in regions)
    ]
    if not reference and not only_own:
        frame = frame[frame["region_code"] != own]
    one = load_catalogue().regions[regions[0]].full_name(lang) if len(regions) == 1 else ""
    title = _(
        "{indicator} by year: {region}",
        lang,
        indicator=indicator.name(lang),
        region=one or name_region(selection),
    )
    source = collect_notes(parts, lang).source if only_own else ""
    shown = sorted(frame["year"]) or [selection.year]
    return Contents(
        frame,
        indicator,
        lang,
        make_caption(selection, title, source=source),
        {
            "regions": regions,
            "reference": reference,
            "targets": sorted(targets),
            "breaks": breaks,
            "cuts": {r: find_cuts(selection, code, region=r, index=index) for r in {*regions, own}},
        },
        make_alt(ALT, indicator, lang=lang, years=(shown[0], shown[-1]), regions=len(regions)),
    )
