"""Ready outlines: which slides answer a usual question. Charts without figures are left out."""

from collections.abc import Callable
from dataclasses import dataclass

from dashboard import cached
from dashboard.briefing.decks.deck import Deck, Slide
from dashboard.catalogue import Indicator, load_catalogue
from dashboard.charts.registry import find_kind
from dashboard.errors import RequestError
from dashboard.figures import find_figure
from dashboard.i18n import gettext as _
from dashboard.i18n import mark
from dashboard.selection import ChartRequest, Selection

# More charts of one kind than these tire those who listen.
_MOST_TRENDS = 2
_MOST_RANKINGS = 4


@dataclass(frozen=True)
class Occasion:
    """What a briefing is about; entries that its outline does not need stay empty."""

    selection: Selection
    programme: str = ""  # code
    city: str = ""  # code of a child of the selected region
    since: int | None = None  # the year compared with


def make_outline(kind: str, occasion: Occasion) -> Deck:
    """The deck of an outline (a key of ``deck.OUTLINES``) with everything that has figures.

    Raises RequestError when the outline needs a programme, a city or a year that was not given, or
    when there is no figure to show.
    """
    selection, lang = occasion.selection, occasion.selection.lang
    title, requests = _BUILDERS[kind](occasion)
    slides = tuple(
        Slide(r, selection.region, selection.year) for r in requests if _has_figures(selection, r)
    )
    if not slides:
        raise _no_figures(occasion, selection.year)
    return Deck(
        title,
        lang,
        slides,
        version=selection.version if selection.is_frozen else 0,
        demonstration=selection.demonstration,
    )


def _no_figures(occasion: Occasion, year: int) -> RequestError:
    return RequestError(
        mark("There are no figures of {region} in {year} for this outline."),
        region=_name(occasion),
        year=year,
    )


def _has_figures(selection: Selection, request: ChartRequest) -> bool:
    return find_kind(request).has_figures(selection, request)


def _has_value(selection: Selection, code: str, city: str = "") -> bool:
    index = cached.load_index(selection)
    figure = find_figure(index, code, city or selection.region, selection.year)
    return figure is not None and figure.has_value


def _name(occasion: Occasion) -> str:
    selection = occasion.selection
    region = load_catalogue().regions[occasion.city or selection.region]
    return region.full_name(selection.lang)


def _shown(occasion: Occasion) -> list[Indicator]:
    """The headline indicators that the place has numbers of."""
    headlines = load_catalogue().headlines
    return [i for i in headlines if _has_value(occasion.selection, i.code, occasion.city)]


def _province(occasion: Occasion) -> tuple[str, list[ChartRequest]]:
    """How much, how far, by city, what changed, where it is short."""
    selection = occasion.selection
    codes = [i.code for i in _shown(occasion)]
    rates = [i.code for i in _shown(occasion) if i.kind == "rate"]
    since = selection.year - 1
    title = _(
        "Union programme statistics of {region}, {year}",
        selection.lang,
        region=_name(occasion),
        year=selection.year,
    )
    return title, [
        ChartRequest("totals"),
        *(ChartRequest("trend", c, regions=(selection.region,)) for c in codes[:_MOST_TRENDS]),
        ChartRequest("progress"),
        *(ChartRequest("ranking", c) for c in codes[:_MOST_RANKINGS]),
        *(ChartRequest("map", c) for c in rates[:1]),
        *(ChartRequest("compare", c, since=since) for c in codes[:_MOST_TRENDS]),
        ChartRequest("shortfalls"),
    ]


def _programme(occasion: Occasion) -> tuple[str, list[ChartRequest]]:
    selection, programme = occasion.selection, occasion.programme
    if not programme:
        raise RequestError(mark("Say which programme the briefing is about."))
    catalogue = load_catalogue()
    first = catalogue.programmes[programme].card
    others = [i.code for i in catalogue.of_programme(programme) if i.code != first]
    title = _(
        "{programme} in {region}, {year}",
        selection.lang,
        programme=catalogue.programmes[programme].name(selection.lang),
        region=_name(occasion),
        year=selection.year,
    )
    return title, [
        ChartRequest("totals", programme=programme),
        ChartRequest("trend", first, regions=(selection.region,)),
        ChartRequest("progress", programme=programme),
        ChartRequest("ranking", first),
        ChartRequest("map", first),
        ChartRequest("compare", first, since=selection.year - 1),
        *[r for c in others if _has_figures(selection, r := ChartRequest("ranking", c))][
            :_MOST_RANKINGS
        ],
        ChartRequest("shortfalls", programme=programme),
    ]


def _city(occasion: Occasion) -> tuple[str, list[ChartRequest]]:
    selection, city = occasion.selection, occasion.city
    if not city:
        raise RequestError(mark("Say which city the briefing is about."))
    codes = [i.code for i in _shown(occasion)][:_MOST_RANKINGS]
    title = _(
        "Union programme statistics of {region}, {year}",
        selection.lang,
        region=_name(occasion),
        year=selection.year,
    )
    charts = [
        request
        for code in codes
        for request in (
            ChartRequest("trend", code, regions=(city,)),
            ChartRequest("position", code, city=city),
        )
    ]
    return title, [
        ChartRequest("totals", city=city),
        ChartRequest("progress", city=city),
        *charts,
        ChartRequest("shortfalls", city=city),
    ]


def _compare(occasion: Occasion) -> tuple[str, list[ChartRequest]]:
    selection, since = occasion.selection, occasion.since
    if not since or since == selection.year:
        raise RequestError(
            mark("Say which other year is compared with {year}."), year=selection.year
        )
    if since not in cached.load_years(selection.version, selection.snapshot, selection.region):
        raise _no_figures(occasion, since)
    first, last = sorted((since, selection.year))
    codes = [i.code for i in _shown(occasion)]
    title = _(
        "{region}: {first} and {last} compared",
        selection.lang,
        region=_name(occasion),
        first=first,
        last=last,
    )
    charts = [
        request
        for code in codes
        for request in (
            ChartRequest("trend", code, regions=(selection.region,), years=(first, last)),
            ChartRequest("compare", code, since=since),
        )
    ]
    return title, [ChartRequest("totals", since=since), *charts]


_BUILDERS: dict[str, Callable[[Occasion], tuple[str, list[ChartRequest]]]] = {
    "province": _province,
    "programme": _programme,
    "city": _city,
    "compare": _compare,
}
