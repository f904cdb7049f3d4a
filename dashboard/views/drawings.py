"""The charts of pages, slides and pictures, made from a request and a selection."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeVar

import pandas as pd
import plotly.graph_objects as go

from dashboard import cached
from dashboard.cached import Selection
from dashboard.catalogue import Indicator, load_catalogue
from dashboard.chart_request import ChartRequest
from dashboard.charts.coverage import make_coverage_grid
from dashboard.charts.describe import make_alt
from dashboard.charts.dumbbell import make_dumbbell
from dashboard.charts.frame import Caption, Paper
from dashboard.charts.maps import make_classes, make_map
from dashboard.charts.multiples import make_small_multiples
from dashboard.charts.points import collect_notes
from dashboard.charts.ranking import make_ranking
from dashboard.charts.shapes import load_shapes
from dashboard.charts.stacked import make_stacked
from dashboard.charts.strip import make_strip
from dashboard.charts.trend import make_trend
from dashboard.figures import (
    Break,
    breaks_between,
    find_figure,
)
from dashboard.i18n import Lang
from dashboard.i18n import gettext as _
from dashboard.settings import load_settings
from dashboard.views.choices import children_with_figures, default_regions

Made = TypeVar("Made")

_MAKERS: dict[str, Callable[..., go.Figure]] = {
    "trend": make_trend,
    "ranking": make_ranking,
    "map": make_map,
    "compare": make_dumbbell,
    "multiples": make_small_multiples,
    "stacked": make_stacked,
    "position": make_strip,
    "coverage": make_coverage_grid,
}
_OVER_YEARS = ("trend", "stacked")


@dataclass(frozen=True)
class Drawing:
    """A chart with the sentence that stands for it where it cannot be seen."""

    figure: go.Figure
    alt: str


@dataclass(frozen=True)
class Contents:
    """What a chart is made of: for its figure on a page and its native chart on a slide alike."""

    figures: pd.DataFrame
    indicator: Indicator | None  # None: the figures are not of one indicator
    lang: Lang
    caption: Caption
    options: Mapping[str, Any]  # the further arguments of the chart's own function
    alt: str

    def apply(self, function: Callable[..., Made]) -> Made:
        """What ``function`` makes of it: ``make_trend``, ``plan_trend``."""
        subject = [self.figures] if self.indicator is None else [self.figures, self.indicator]
        return function(*subject, lang=self.lang, caption=self.caption, **self.options)


def make_caption(
    selection: Selection, title: str, *, notes: Sequence[str] = (), source: str = ""
) -> Caption:
    """The caption of a chart of ``selection``; the chart adds measure, doubts and its own sources.

    ``source`` is given where sums are drawn, whose sources are those of their parts.
    """
    return Caption(
        title=title,
        subtitle="",
        source=source,
        version=selection.version,
        date=cached.load_version_date(selection.version),
        notes=tuple(notes),
    )


def _region_name(selection: Selection) -> str:
    return load_catalogue().regions[selection.region].full_name(selection.lang)


def fill_request(selection: Selection, request: ChartRequest) -> ChartRequest:
    """``request`` with the entries that its kind needs filled as the pages fill them."""
    code = request.indicator
    if request.kind == "trend" and not request.regions:
        regions = default_regions(selection, code) or (selection.region,)
        return replace(request, regions=regions)
    if request.kind == "multiples" and not request.regions:
        return replace(request, regions=children_with_figures(selection, code))
    if request.kind == "compare" and not request.since:
        return replace(request, since=selection.year - 1)
    return request


def make_contents(selection: Selection, request: ChartRequest) -> Contents:
    """What the chart that ``request`` asks for is made of; empty entries are filled.

    Raises KeyError for a code that the catalogue does not have.
    """
    filled = fill_request(selection, request)
    code = filled.indicator
    match filled.kind:
        case "trend":
            return _trend_contents(selection, code, filled.regions, filled.years)
        case "ranking":
            return _ranking_contents(selection, code, filled.city or None)
        case "map":
            return _map_contents(selection, code)
        case "compare":
            return _comparison_contents(selection, code, filled.since)
        case "multiples":
            return _multiples_contents(selection, code, filled.regions)
        case "stacked":
            return _stacked_contents(selection, code, filled.years)
        case "position":
            return _position_contents(selection, code, filled.city)
        case "coverage":
            return _coverage_contents(selection)
    raise KeyError(filled.kind)


def make_drawing(selection: Selection, request: ChartRequest) -> Drawing:
    """The chart that ``request`` asks for; entries left empty are filled as the pages do.

    Raises KeyError for a code that the catalogue does not have.
    """
    filled = fill_request(selection, request)
    if filled.kind in _OVER_YEARS:
        selection = _at_newest_year(selection)
    return _make_drawing(selection, filled)


@lru_cache(maxsize=1024)
def _make_drawing(selection: Selection, request: ChartRequest) -> Drawing:
    contents = make_contents(selection, request)
    return Drawing(contents.apply(_MAKERS[request.kind]), contents.alt)


def _at_newest_year(selection: Selection) -> Selection:
    # The lines are the same whichever year is selected, so they are remembered under the newest.
    newest = cached.load_years(selection.version, selection.view, selection.region)
    return replace(selection, year=newest[0] if newest else selection.year)


def make_print(
    selection: Selection, request: ChartRequest, paper: Paper, *, headed: bool = True
) -> go.Figure:
    """The chart that ``request`` asks for, on paper instead of a page.

    Under a headline of its own (``headed`` false) its title becomes a part of the subtitle.
    """
    contents = make_contents(selection, request)
    caption = replace(contents.caption, paper=paper)
    if not headed:
        caption = replace(caption, title="", subtitle=caption.title)
    return replace(contents, caption=caption).apply(_MAKERS[request.kind])


def _trend_contents(
    selection: Selection, code: str, regions: tuple[str, ...], years: tuple[int, int] | None
) -> Contents:
    indicator = load_catalogue().indicators[code]
    lang = selection.lang
    frame = cached.load_figures(selection, indicators=(code,))
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
        (b.year, b.reason_zh if lang == "zh" else b.reason_en)
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
        region=one or _region_name(selection),
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
        },
        make_alt("trend", indicator, lang=lang, years=(shown[0], shown[-1]), regions=len(regions)),
    )


def _children_of_year(selection: Selection, code: str, year: int | None = None) -> pd.DataFrame:
    frame = cached.load_figures(selection, indicators=(code,))
    children = [r.code for r in load_catalogue().children(selection.region)]
    return frame[(frame["year"] == (year or selection.year)) & frame["region_code"].isin(children)]


def _ranking_contents(selection: Selection, code: str, highlight: str | None) -> Contents:
    indicator = load_catalogue().indicators[code]
    lang, year = selection.lang, selection.year
    frame = _children_of_year(selection, code)
    book = cached.load_book(selection, indicators=(code,))
    own = find_figure(book, code, selection.region, year)
    title = _(
        "{indicator} by region, {year}: {region}",
        lang,
        indicator=indicator.name(lang),
        year=year,
        region=_region_name(selection),
    )
    missing = len(load_catalogue().counted_children(selection.region)) - len(frame)
    return Contents(
        frame,
        indicator,
        lang,
        make_caption(selection, title),
        {
            "parent": selection.region,
            "reference_value": own.value if own and own.has_value else None,
            "highlight": highlight,
        },
        make_alt(
            "ranking",
            indicator,
            lang=lang,
            years=(year, year),
            regions=len(frame),
            missing=max(missing, 0),
        ),
    )


def _map_contents(selection: Selection, code: str) -> Contents:
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
        region=_region_name(selection),
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
            "classes": make_classes(children["value"].tolist(), indicator.kind),
        },
        make_alt("map", indicator, lang=lang, years=(year, year), regions=len(of_year)),
    )


def _tell_breaks(breaks: Sequence[Break], lang: Lang) -> list[str]:
    return [
        _(
            "The series was redefined in {year}: {reason}",
            lang,
            year=b.year,
            reason=b.reason_zh if lang == "zh" else b.reason_en,
        )
        for b in breaks
    ]


def _comparison_contents(selection: Selection, code: str, since: int) -> Contents:
    indicator = load_catalogue().indicators[code]
    lang, year = selection.lang, selection.year
    first, last = sorted((since, year))
    frame = pd.concat(
        [_children_of_year(selection, code, first), _children_of_year(selection, code, last)]
    )
    broken = breaks_between(cached.load_breaks(selection), code, selection.region, first, last)
    title = _(
        "{indicator}, {first} and {last} compared: {region}",
        lang,
        indicator=indicator.name(lang),
        first=first,
        last=last,
        region=_region_name(selection),
    )
    return Contents(
        frame,
        indicator,
        lang,
        make_caption(selection, title, notes=_tell_breaks(broken, lang)),
        {"years": (first, last)},
        make_alt(
            "dumbbell",
            indicator,
            lang=lang,
            years=(first, last),
            regions=frame["region_code"].nunique(),
        ),
    )


def _multiples_contents(selection: Selection, code: str, regions: tuple[str, ...]) -> Contents:
    indicator = load_catalogue().indicators[code]
    lang = selection.lang
    frame = cached.load_figures(selection, indicators=(code,))
    breaks = [
        (b.year, b.reason_zh if lang == "zh" else b.reason_en)
        for b in cached.load_breaks(selection)
        if b.indicator == code and not b.region_code
    ]
    title = _(
        "{indicator} of each region: {region}",
        lang,
        indicator=indicator.name(lang),
        region=_region_name(selection),
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
        },
        make_alt(
            "small_multiples",
            indicator,
            lang=lang,
            years=(years[0], years[-1]),
            regions=len(regions),
        ),
    )


def _stacked_contents(selection: Selection, code: str, years: tuple[int, int] | None) -> Contents:
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
        region=_region_name(selection),
    )
    return Contents(
        frame,
        indicator,
        lang,
        make_caption(selection, title, notes=_tell_breaks(breaks, lang)),
        {"parent": own},
        make_alt(
            "stacked",
            indicator,
            lang=lang,
            years=(shown[0], shown[-1]),
            regions=parts["region_code"].nunique(),
        ),
    )


def _position_contents(selection: Selection, code: str, city: str) -> Contents:
    indicator = load_catalogue().indicators[code]
    lang, year = selection.lang, selection.year
    frame = _children_of_year(selection, code)
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
        make_alt("strip", indicator, lang=lang, years=(year, year), regions=len(frame)),
    )


def _coverage_contents(selection: Selection) -> Contents:
    lang = selection.lang
    frame = cached.load_coverage(selection)
    frame = frame[frame["region_code"] != selection.region]
    title = _(
        "Indicators reported by region and year: {region}", lang, region=_region_name(selection)
    )
    years = sorted(frame["year"]) or [selection.year]
    return Contents(
        frame,
        None,
        lang,
        make_caption(selection, title, source=_("the uploads recorded in this dashboard", lang)),
        {},
        make_alt(
            "coverage",
            None,
            lang=lang,
            years=(years[0], years[-1]),
            regions=frame["region_code"].nunique(),
        ),
    )
