"""What a ranking says: who leads, who lags, who is missing, and the leader's share of the whole."""

from dataclasses import replace

from dashboard.narrative.facts import (
    Facts,
    FigureReader,
    find_child_share,
    find_standing,
    read_level,
)
from dashboard.selection import ChartRequest, Selection


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
        is_demonstration=facts.is_demonstration or reader.demonstrates(children, [year]),
        tells_level=facts.figure is not None or not standing.known,
    )
