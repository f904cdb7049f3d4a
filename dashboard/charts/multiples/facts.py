"""What a small chart of each region says: what the lines of a trend say together."""

from dashboard.charts.trend.facts import read_lines
from dashboard.narrative.facts import Facts, FigureReader
from dashboard.selection import ChartRequest, Selection


def read_facts(selection: Selection, request: ChartRequest) -> Facts:
    """All regions over all years."""
    reader = FigureReader.open(selection, request.indicator)
    lines = tuple(r for r in request.regions if r != selection.region)
    return read_lines(reader, lines, None)
