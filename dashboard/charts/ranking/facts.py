"""What a ranking says: who leads, also per head, who lags, who is missing, and the leader's share."""

from dataclasses import replace

from dashboard import cached
from dashboard.narrative.facts import (
    Densest,
    Facts,
    FigureReader,
    Standing,
    find_child_share,
    find_densest,
    find_standing,
    read_level,
)
from dashboard.selection import ChartRequest, Selection
from dashboard.settings import load_settings


def read_facts(selection: Selection, request: ChartRequest) -> Facts:
    """The regions beside one another in the selected year."""
    reader = FigureReader.open(selection, request.indicator)
    own, year = selection.region, selection.year
    children = reader.children()
    standing = find_standing(reader.index, reader.code, children, year)
    # The total is written in the unit of the bars, as on the chart.
    scale = reader.scale(standing.known.values() or [reader.figure(own, year)])
    facts = read_level(reader, own, year, year - 1, scale)
    leader = standing.leaders[0] if len(standing.leaders) == 1 else None
    return replace(
        facts,
        standing=standing,
        share_pct=find_child_share(reader, leader, facts.figure),
        densest=_find_densest(reader, standing),
        is_demonstration=facts.is_demonstration or reader.demonstrates(children, [year]),
        tells_level=facts.figure is not None or not standing.known,
    )


def _find_densest(reader: FigureReader, standing: Standing) -> Densest | None:
    selection, indicator = reader.selection, reader.indicator
    if not indicator.size:
        return None
    index = cached.load_index(selection, indicators=(indicator.code, indicator.size))
    least = load_settings().least_denominator
    return find_densest(index, indicator, standing, selection.year, least=least)
