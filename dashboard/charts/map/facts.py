"""What a map says: as a ranking does, and how its regions are spread about the whole."""

from dataclasses import replace

from dashboard.charts.ranking.facts import read_facts as read_ranking
from dashboard.narrative.facts import Facts
from dashboard.selection import ChartRequest, Selection


def read_facts(selection: Selection, request: ChartRequest) -> Facts:
    """The regions beside one another in the selected year."""
    # The per-capita reading stands beside the bars of a ranking, not on a map.
    return replace(read_ranking(selection, request), tells_spread=True, densest=None)
