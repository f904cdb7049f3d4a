"""What a region among its siblings says: its rank, its change, its share of the region above."""

from dataclasses import replace

from dashboard.figures import rank_regions
from dashboard.narrative.facts import (
    Facts,
    FigureReader,
    find_child_share,
    find_standing,
    read_level,
)
from dashboard.selection import ChartRequest, Selection


def read_facts(selection: Selection, request: ChartRequest) -> Facts:
    """``request.city`` among its siblings in the selected year."""
    reader = FigureReader.open(selection, request.indicator)
    city, year = request.city, selection.year
    children = reader.children()
    standing = find_standing(reader.index, reader.code, children, year)
    facts = read_level(reader, city, year, year - 1, reader.scale(standing.known.values()))
    total = reader.figure(selection.region, year)
    return replace(
        facts,
        standing=standing,
        rank=rank_regions(standing.ranked, better=reader.indicator.better).get(city),
        total=total,
        share_pct=find_child_share(reader, city, total),
        is_demonstration=facts.is_demonstration
        or reader.demonstrates([*children, selection.region], [year]),
    )
