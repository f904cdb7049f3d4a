"""Cards: one indicator of one region in one year, with its change, line and remarks."""

from dataclasses import dataclass, replace
from functools import lru_cache

from dashboard import cached
from dashboard.catalogue import load_catalogue
from dashboard.figures import FigureIndex, find_figure, format_change, name_basis
from dashboard.formats import (
    choose_scale,
    format_quality_flags,
    name_part_of_year,
)
from dashboard.graphics.sparkline import make_sparkline
from dashboard.narrative.annotations import (
    describe_coverage,
    describe_since,
    describe_target,
    find_change,
    find_cuts,
    format_figure,
)
from dashboard.selection import Selection


@dataclass(frozen=True)
class Card:
    """One indicator of one region in one year, as text ready to show."""

    indicator: str
    label: str
    value: str
    delta: str  # empty: no change can be given
    direction: int  # of the change: 1 up, -1 down, 0 none that is seen
    since: str  # what the change is against, or why there is none
    better: str  # up, down, context
    sparkline: tuple[float, ...]  # NaN for gaps
    remarks: tuple[str, ...]  # target, coverage, quality flags


def make_card(selection: Selection, code: str, *, region: str, index: FigureIndex) -> Card:
    """The card of indicator ``code`` for ``region`` in the selected year."""
    indicator = load_catalogue().indicators[code]
    lang, year = selection.lang, selection.year
    figure = find_figure(index, code, region, year)
    series = index.get(code, {}).get(region, {})
    change = find_change(selection, indicator, region=region, index=index, since=year - 1)
    scale = choose_scale([figure.value if figure else None], indicator, lang)
    target = cached.load_targets(selection).get((code, region, year))
    coverage = describe_coverage(figure, lang)
    part = quality_flags = ""
    if figure and figure.has_value:
        flags = figure.quality_flags
        part = name_part_of_year(figure.latest_period, flags, indicator.measure, lang)
        told = figure.without(("partial_year",)) if part else figure
        quality_flags = format_quality_flags(told.quality_flags, lang)
    cuts = find_cuts(selection, code, region=region, index=index)
    # A line is not drawn on over a cut: the sparkline begins after the last one, a part of a year is
    # no end of one.
    last = year - 1 if cuts.get(year) == "partial_year" else year
    first = min((y for y, f in series.items() if f.has_value), default=year)
    first = max([first, *(c for c in cuts if c <= last)])
    values = [series[y].value if y in series else None for y in range(first, last + 1)]
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
        value=format_figure(figure, shown_scale, lang).strip(),
        # Its places would be cut off beside the number: they go to the remarks.
        delta=format_change(replace(change, basis=None), indicator, lang),
        direction=change.direction,
        since=describe_since(change, lang) if figure and figure.has_value else "",
        better=indicator.better,
        sparkline=tuple(make_sparkline(values)) if len(values) > 1 else (),
        remarks=tuple(
            r
            for r in (
                unit,
                part,
                name_basis(change, lang),
                describe_target(figure, target, indicator, scale, lang),
                coverage,
                quality_flags,
            )
            if r
        ),
    )


@lru_cache(maxsize=1024)
def make_cards(
    selection: Selection, indicators: tuple[str, ...], book_of: tuple[str, ...] = ()
) -> tuple[Card, ...]:
    """Cards of the selected region; ``book_of`` names the indicators that are read together."""
    index = cached.load_index(selection, indicators=book_of or indicators)
    return tuple(make_card(selection, c, region=selection.region, index=index) for c in indicators)
