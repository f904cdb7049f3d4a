"""What two years beside one another say: who rose, who fell, and by how much at most."""

from dataclasses import replace

from dashboard.narrative.facts import Facts, FigureReader, compare_regions, read_level
from dashboard.selection import ChartRequest, Selection


def read_facts(selection: Selection, request: ChartRequest) -> Facts:
    """The regions in the selected year and in ``request.since``."""
    reader = FigureReader.open(selection, request.indicator)
    # As in the years of its kind: beside the year before if none is named.
    first, last = sorted((request.since or selection.year - 1, selection.year))
    children = sorted(reader.children())
    sides = [reader.figure(c, y) for c in children for y in (first, last)]
    own = reader.figure(selection.region, last)
    scale = reader.scale(sides if any(f and f.has_value for f in sides) else [own])
    facts = read_level(reader, selection.region, last, first, scale)
    movement = compare_regions(reader, children, first, last)
    return replace(
        facts,
        since=first,
        movement=movement,
        is_demonstration=facts.is_demonstration or reader.demonstrates(children, [first, last]),
        tells_level=facts.figure is not None or movement is None,
    )
