"""What pages show, made from a selection: cards, charts, tables. Pure of any screen.

Each function is remembered by its arguments, which hold the data version: a view that was shown
before costs a look-up.
"""

import math
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
from dashboard.charts.comparison import make_dumbbell, make_small_multiples, make_strip
from dashboard.charts.coverage import make_coverage_grid
from dashboard.charts.describe import make_alt
from dashboard.charts.frame import Caption, Paper
from dashboard.charts.maps import make_classes, make_map
from dashboard.charts.points import collect_notes
from dashboard.charts.ranking import make_ranking
from dashboard.charts.shapes import load_shapes
from dashboard.charts.sparkline import make_sparkline
from dashboard.charts.stacked import make_stacked
from dashboard.charts.trend import make_trend
from dashboard.figures import (
    Break,
    Change,
    Figure,
    breaks_between,
    compute_change,
    find_figure,
    rank_regions,
    target_progress,
)
from dashboard.formats import (
    STATES,
    Scale,
    choose_scale,
    format_doubts,
    format_plain,
    format_rank,
    format_value,
)
from dashboard.i18n import Lang, mark
from dashboard.i18n import gettext as _
from dashboard.settings import load_settings

Made = TypeVar("Made")

NO_CHANGE = {
    "missing": mark("no figure for {year} to compare with"),
    "break": mark("not compared with {year}: the series was redefined"),
    "demonstration": mark("not compared with {year}: one of the figures is demonstration data"),
    "bound": mark("not compared with {year}: one of the figures is only a lower bound"),
    "partial_year": mark("not compared with {year}: one of the figures is not for the whole year"),
    "other_regions": mark("not compared with {year}: other regions had reported"),
    "zero": mark("no growth in per cent out of zero in {year}"),
}


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


@dataclass(frozen=True)
class Card:
    """One indicator of one region in one year, as text ready to show."""

    indicator: str
    label: str
    value: str
    delta: str  # empty: no change can be given
    since: str  # what the change is against, or why there is none
    better: str  # up, down, context
    sparkline: tuple[float, ...]  # NaN for gaps
    remarks: tuple[str, ...]  # target, coverage, doubts


def format_change(change: Change, indicator: Indicator, lang: Lang) -> str:
    """``+4.2%``, or ``+0.3 个百分点`` for a rate; empty where no change can be given."""
    if change.value is None:
        return ""
    digits = f"{'+' if change.value >= 0 else '-'}{format_plain(abs(change.value), 1)}"
    if indicator.kind != "rate":
        return f"{digits}%"
    return _("{points} percentage points", lang, points=digits)


def describe_since(change: Change, lang: Lang) -> str:
    """``较2024年``, or the reason why there is no change against that year."""
    if change.reason:
        return _(NO_CHANGE[change.reason], lang, year=change.since)
    return _("against {year}", lang, year=change.since)


def describe_coverage(figure: Figure | None, lang: Lang) -> str:
    """``9/11 个地区`` for a sum of children; empty for an own figure."""
    if figure is None or figure.expected_count != figure.expected_count:
        return ""
    return _(
        "sum of {reported} of {expected} regions",
        lang,
        reported=int(figure.reported_count),
        expected=int(figure.expected_count),
    )


def describe_target(
    figure: Figure | None, target: float | None, indicator: Indicator, scale: Scale, lang: Lang
) -> str:
    """The target and how far it is reached; empty without a target."""
    progress = target_progress(figure, target, better=indicator.better)
    if target is None:
        return ""
    goal = format_value(target, scale, lang)
    if progress is None:
        return _("target {goal}", lang, goal=goal)
    if indicator.kind == "rate":
        if progress >= 100:
            return _("target {goal}, reached", lang, goal=goal)
        gap = format_gap(figure.value, target)
        return _("target {goal}, {gap} percentage points to go", lang, goal=goal, gap=gap)
    shown = format_plain(progress if progress >= 100 else min(progress, 99), 0)
    return _("target {goal}, {progress}% reached", lang, goal=goal, progress=shown)


def format_gap(value: float, target: float) -> str:
    """The percentage points between a rate and its target, rounded up: what is missing is never 0.0."""
    return format_plain(math.ceil(abs(value - target) * 10 - 1e-6) / 10, 1)


def make_card(selection: Selection, code: str, *, region: str, book: cached.Book) -> Card:
    """The card of indicator ``code`` for ``region`` in the selected year."""
    indicator = load_catalogue().indicators[code]
    lang, year = selection.lang, selection.year
    figure = find_figure(book, code, region, year)
    series = book.get(code, {}).get(region, {})
    change = find_change(selection, indicator, region=region, book=book, since=year - 1)
    scale = choose_scale([figure.value if figure else None], indicator, lang)
    target = cached.load_targets(selection).get((code, region, year))
    coverage = describe_coverage(figure, lang)
    doubts = format_doubts(figure.doubts, lang) if figure and figure.has_value else ""
    breaks = [b.year for b in cached.load_breaks(selection) if b.applies(code, region)]
    # A line is not drawn across a break: the sparkline begins after the last one.
    first = min((y for y, f in series.items() if f.has_value), default=year)
    first = max([first, *(b for b in breaks if b <= year)])
    values = [series[y].value if y in series else None for y in range(first, year + 1)]
    # A long English unit would be cut off beside the number, so it goes to the remarks.
    is_long = lang == "en" and indicator.kind == "count"
    unit = indicator.unit(lang) if is_long and figure and figure.has_value else ""
    shown_scale = (
        replace(scale, unit=scale.unit.removesuffix(indicator.unit(lang)).strip())
        if unit
        else scale
    )
    return Card(
        indicator=code,
        label=indicator.name(lang),
        value=format_value(
            figure.value if figure else None,
            shown_scale,
            lang,
            state=figure.status if figure else "not_reported",
            doubts=figure.doubts if figure else "",
        ).strip(),
        delta=format_change(change, indicator, lang),
        since=describe_since(change, lang) if figure and figure.has_value else "",
        better=indicator.better,
        sparkline=tuple(make_sparkline(values)) if len(values) > 1 else (),
        remarks=tuple(
            r
            for r in (
                unit,
                describe_target(figure, target, indicator, scale, lang),
                coverage,
                doubts,
            )
            if r
        ),
    )


def find_change(
    selection: Selection, indicator: Indicator, *, region: str, book: cached.Book, since: int
) -> Change:
    """The change of a figure against ``since`` under the rules of the numbers."""
    breaks = cached.load_breaks(selection)
    return compute_change(
        find_figure(book, indicator.code, region, selection.year),
        find_figure(book, indicator.code, region, since),
        indicator,
        since=since,
        broken=bool(breaks_between(breaks, indicator.code, region, since, selection.year)),
    )


@lru_cache(maxsize=1024)
def make_cards(
    selection: Selection, indicators: tuple[str, ...], book_of: tuple[str, ...] = ()
) -> tuple[Card, ...]:
    """Cards of the selected region; ``book_of`` names the indicators that are read together."""
    book = cached.load_book(selection, indicators=book_of or indicators)
    return tuple(make_card(selection, c, region=selection.region, book=book) for c in indicators)


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


def default_regions(selection: Selection, code: str, count: int = 5) -> tuple[str, ...]:
    """The regions whose lines are shown first: those with the largest figures of the year."""
    book = cached.load_book(selection, indicators=(code,))
    children = load_catalogue().counted_children(selection.region)
    found = {r.code: find_figure(book, code, r.code, selection.year) for r in children}
    values = {c: f.value for c, f in found.items() if f is not None and f.has_value}
    largest = sorted(values, key=lambda c: -values[c])[:count]
    return tuple(r.code for r in children if r.code in largest)


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


def has_composition(selection: Selection, indicator: Indicator) -> bool:
    """Whether the selected region is a sum of parts in ``indicator``, so that they can be stacked."""
    return indicator.adds_up and len(load_catalogue().counted_children(selection.region)) > 1


def _stacked_contents(selection: Selection, code: str, years: tuple[int, int] | None) -> Contents:
    indicator = load_catalogue().indicators[code]
    lang, own = selection.lang, selection.region
    frame = cached.load_figures(selection, indicators=(code,))
    if years:
        frame = frame[frame["year"].between(*years)]
    shown = sorted(frame["year"]) or [selection.year]
    breaks = breaks_between(cached.load_breaks(selection), code, own, shown[0], shown[-1])
    title = _(
        "{indicator} by region and year: {region}",
        lang,
        indicator=indicator.name(lang),
        region=_region_name(selection),
    )
    parts = frame[(frame["region_code"] != own) & frame["value"].notna()]
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


@dataclass(frozen=True)
class CityRow:
    """One indicator of a city in the selected year, beside its siblings."""

    programme: str
    indicator: str
    name: str
    value: str
    change: str
    rank: str  # 3/11; empty without a number
    remarks: str
    has_value: bool


@lru_cache(maxsize=64)
def make_city_rows(selection: Selection, city: str) -> tuple[CityRow, ...]:
    """Every indicator of the catalogue for ``city``; those without a figure are listed with their state."""
    catalogue = load_catalogue()
    lang, year = selection.lang, selection.year
    book = cached.load_book(selection)
    siblings = [r.code for r in catalogue.counted_children(selection.region)]
    rows = []
    for programme in sorted(catalogue.programmes.values(), key=lambda p: p.sort):
        for indicator in catalogue.of_programme(programme.code):
            figures = {r: find_figure(book, indicator.code, r, year) for r in {*siblings, city}}
            rows.append(
                _make_city_row(selection, indicator, city, figures, book, programme.name(lang))
            )
    return tuple(rows)


def _make_city_row(
    selection: Selection,
    indicator: Indicator,
    city: str,
    figures: dict[str, Figure | None],
    book: cached.Book,
    programme: str,
) -> CityRow:
    lang = selection.lang
    figure = figures[city]
    has_value = figure is not None and figure.has_value
    scale = choose_scale([figure.value if figure else None], indicator, lang)
    ranks = rank_regions(figures, better=indicator.better)
    change = find_change(selection, indicator, region=city, book=book, since=selection.year - 1)
    text = format_value(
        figure.value if figure else None,
        scale,
        lang,
        state=figure.status if figure else "not_reported",
        doubts=figure.doubts if figure else "",
    )
    remarks = [
        describe_coverage(figure, lang),
        format_doubts(figure.doubts, lang) if has_value else "",
    ]
    return CityRow(
        programme=programme,
        indicator=indicator.code,
        name=indicator.name(lang),
        value=text,
        change=format_change(change, indicator, lang),
        rank=format_rank(ranks[city], len(ranks), indicator.better, lang) if city in ranks else "",
        remarks=("；" if lang == "zh" else "; ").join(r for r in remarks if r),
        has_value=has_value,
    )


def make_value_table(selection: Selection, frame: pd.DataFrame) -> pd.DataFrame:
    """Figures as a table to read: one row a figure, with state, doubts, coverage, source and upload.

    Columns are named in the selection's language; values stay numbers in the base unit.
    """
    catalogue = load_catalogue()
    lang = selection.lang
    states = {"final": _("final", lang)} | {s: _(t, lang) for s, t in STATES.items()}
    states |= {s: _(s, lang) for s in ("provisional", "estimate")}
    states["at_least"] = _("at least", lang)
    both = frame[["reported_count", "expected_count"]].itertuples(index=False)
    coverage = ["" if e != e else f"{int(r)}/{int(e)}" for r, e in both]
    demonstration = _("Demonstration data", lang)
    sources = [
        demonstration if d else s
        for d, s in zip(frame["is_demonstration"], frame["source"], strict=True)
    ]
    return pd.DataFrame(
        {
            _("Region", lang): [catalogue.regions[c].full_name(lang) for c in frame["region_code"]],
            _("Indicator", lang): [catalogue.indicators[c].name(lang) for c in frame["indicator"]],
            _("Period", lang): [
                p if p[:4] == str(y) and len(p) > 4 else str(y)
                for p, y in zip(frame["latest_period"], frame["year"], strict=True)
            ],
            _("Value", lang): frame["value"].to_numpy(),
            _("Unit", lang): [catalogue.indicators[c].unit(lang) for c in frame["indicator"]],
            _("State", lang): [states.get(s, s) for s in frame["status"]],
            _("Doubts", lang): [format_doubts(d, lang) for d in frame["doubts"]],
            _("Coverage", lang): coverage,
            _("Source", lang): sources,
            _("Note", lang): frame["note_zh" if lang == "zh" else "note_en"].to_numpy(),
            _("Upload", lang): frame["upload_id"].to_numpy(),
        }
    )


def children_with_figures(selection: Selection, code: str) -> tuple[str, ...]:
    """The children that have a number for an indicator in any year, in the catalogue's order."""
    book = cached.load_book(selection, indicators=(code,)).get(code, {})
    return tuple(
        r.code
        for r in load_catalogue().children(selection.region)
        if any(f.has_value for f in book.get(r.code, {}).values())
    )


def years_with_figures(selection: Selection, code: str) -> list[int]:
    """The years in which the region or a child has a number for an indicator, ascending."""
    book = cached.load_book(selection, indicators=(code,)).get(code, {})
    return sorted({y for series in book.values() for y, f in series.items() if f.has_value})


def make_history_table(selection: Selection, code: str, region: str, period: str) -> pd.DataFrame:
    """Who published a cell, when, from which file, and what it said each time; newest first."""
    indicator = load_catalogue().indicators[code]
    lang = selection.lang
    history = cached.load_history(code, region, period)
    scale = choose_scale([], indicator, lang)
    values = zip(history["value"], history["status"], strict=True)
    return pd.DataFrame(
        {
            _("Upload", lang): history["upload_id"],
            _("When (UTC)", lang): history["uploaded_at"].dt.strftime("%Y-%m-%d %H:%M"),
            _("Who", lang): history["uploaded_by"],
            _("Value", lang): [format_value(v, scale, lang, state=s, doubts=s) for v, s in values],
            _("Source", lang): history["source"],
            _("File", lang): history["file_name"],
            _("Undone by upload", lang): history["undone_by"],
        }
    )
