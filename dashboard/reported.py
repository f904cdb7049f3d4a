"""What can be chosen for an indicator: the regions and years that have figures, its composition."""

from dashboard import cached
from dashboard.catalogue import Indicator, load_catalogue
from dashboard.figures import find_figure
from dashboard.selection import Selection


def default_regions(selection: Selection, code: str, count: int = 5) -> tuple[str, ...]:
    """The regions whose lines are shown first: those with the largest figures of the year."""
    index = cached.load_index(selection, indicators=(code,))
    children = load_catalogue().counted_children(selection.region, selection.year)
    found = {r.code: find_figure(index, code, r.code, selection.year) for r in children}
    values = {c: f.value for c, f in found.items() if f is not None and f.has_value}
    largest = sorted(values, key=lambda c: -values[c])[:count]
    return tuple(r.code for r in children if r.code in largest)


def children_with_figures(selection: Selection, code: str) -> tuple[str, ...]:
    """The children that have a number for an indicator in any year, in the catalogue's order."""
    index = cached.load_index(selection, indicators=(code,)).get(code, {})
    return tuple(
        r.code
        for r in load_catalogue().children(selection.region, selection.year)
        if any(f.has_value for f in index.get(r.code, {}).values())
    )


def years_with_figures(selection: Selection, code: str) -> list[int]:
    """The years in which the region or a child has a number for an indicator, ascending."""
    index = cached.load_index(selection, indicators=(code,)).get(code, {})
    return sorted({y for series in index.values() for y, f in series.items() if f.has_value})


def has_composition(selection: Selection, indicator: Indicator) -> bool:
    """Whether the selected region is a sum of parts in ``indicator``, so that they can be stacked."""
    return (
        indicator.adds_up
        and len(load_catalogue().counted_children(selection.region, selection.year)) > 1
    )


def count_children_with_value(selection: Selection, code: str, year: int) -> int:
    """How many of the children that a sum expects have a number in ``year``."""
    regions = cached.load_index(selection).get(code, {})
    children = [r.code for r in load_catalogue().counted_children(selection.region, year)]
    return sum(year in regions.get(c, {}) and regions[c][year].has_value for c in children)
