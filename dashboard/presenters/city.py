"""The rows of a city: every indicator with its change and its rank among the siblings."""

from dataclasses import dataclass
from functools import lru_cache

from dashboard import cached
from dashboard.catalogue import Indicator, load_catalogue
from dashboard.figures import Figure, FigureIndex, find_figure, format_change
from dashboard.formats import choose_scale, format_quality_flags
from dashboard.lists import join_clauses
from dashboard.narrative.annotations import (
    describe_coverage,
    describe_rank,
    find_change,
    format_figure,
)
from dashboard.selection import Selection


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
    index = cached.load_index(selection)
    siblings = [r.code for r in catalogue.counted_children(selection.region, year)]
    rows = []
    for programme in sorted(catalogue.programmes.values(), key=lambda p: p.sort):
        for indicator in catalogue.of_programme(programme.code):
            figures = {r: find_figure(index, indicator.code, r, year) for r in siblings}
            rows.append(
                _make_city_row(selection, indicator, city, figures, index, programme.name(lang))
            )
    return tuple(rows)


def _make_city_row(
    selection: Selection,
    indicator: Indicator,
    city: str,
    siblings: dict[str, Figure | None],
    index: FigureIndex,
    programme: str,
) -> CityRow:
    lang = selection.lang
    figure = find_figure(index, indicator.code, city, selection.year)
    has_value = figure is not None and figure.has_value
    scale = choose_scale([figure.value if figure else None], indicator, lang)
    change = find_change(selection, indicator, region=city, index=index, since=selection.year - 1)
    remarks = [
        describe_coverage(figure, lang),
        format_quality_flags(figure.quality_flags, lang) if figure and figure.has_value else "",
    ]
    return CityRow(
        programme=programme,
        indicator=indicator.code,
        name=indicator.name(lang),
        value=format_figure(figure, scale, lang),
        change=format_change(change, indicator, lang),
        rank=describe_rank(city, siblings, indicator, lang),
        remarks=join_clauses(remarks, lang),
        has_value=has_value,
    )
