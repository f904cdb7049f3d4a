"""What lines over the years say: level and change of one, the standing and movement of several."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dashboard import cached
from dashboard.figures import Figure, compute_change
from dashboard.formats import is_level
from dashboard.narrative.facts import (
    Extreme,
    Facts,
    FigureReader,
    compare_regions,
    find_standing,
    read_level,
)
from dashboard.reported import children_with_figures
from dashboard.selection import ChartRequest, Selection


def read_facts(selection: Selection, request: ChartRequest) -> Facts:
    """One line: its level and its change over the years drawn; more lines: how they compare."""
    reader = FigureReader.open(selection, request.indicator)
    own = selection.region
    # The own line is drawn with others only as the reference of a rate.
    lines = tuple(r for r in request.regions if r != own) or (own,)
    if len(lines) > 1:
        return read_lines(reader, lines, request.years)
    reference = own if reader.indicator.kind == "rate" else lines[0]
    return _read_line(reader, lines[0], request.years, reference)


def _read_line(
    reader: FigureReader, region: str, years: tuple[int, int] | None, reference: str
) -> Facts:
    series = reader.series(region, years)
    drawn = [*series.values(), *reader.series(reference, years).values()]
    targets = [
        value
        for (code, place, year), value in cached.load_targets(reader.selection).items()
        if code == reader.code
        and place == region == reader.selection.region
        and (not years or years[0] <= year <= years[1])
    ]
    scale = reader.scale(drawn, *targets)
    last = max(series, default=reader.selection.year)
    facts = read_level(reader, region, last, last - 1, scale)
    if not series:
        return facts
    broken = reader.last_break(region, min(series), last)
    alike = (y for y, f in series.items() if y >= (broken or y) and f.is_like(series[last]))
    start = min(alike, default=last)
    span = reader.change(region, last, start) if start < last - 1 else None
    peak, trough = _find_extremes(reader, region, series, start, last)
    return replace(
        facts,
        break_year=broken,
        span=span if span and span.value is not None else None,
        peak=peak,
        trough=trough,
        is_demonstration=reader.demonstrates([region], list(series)),
    )


def _find_extremes(
    reader: FigureReader, region: str, series: Mapping[int, Figure], first: int, last: int
) -> tuple[Extreme | None, Extreme | None]:
    """The years that alone lie above or below all others, of those comparable with the last one."""
    figures = {
        y: f
        for y, f in series.items()
        if y >= first and compute_change(series[last], f, reader.indicator, since=y).is_comparable
    }
    values = sorted(f.value for f in figures.values())
    if len(values) < 3:
        return None, None
    found = []
    for end, inner in ((values[-1], values[-2]), (values[0], values[1])):
        year = next(y for y, f in figures.items() if f.value == end)
        is_inside = min(figures) < year < max(figures) and not is_level(end, inner)
        found.append(Extreme(year, figures[year]) if is_inside else None)
    return found[0], found[1]


def read_lines(
    reader: FigureReader, regions: tuple[str, ...], years: tuple[int, int] | None
) -> Facts:
    """Regions over the years: where they stand at the end, and how they changed since the start."""
    own = reader.selection.region
    is_rate = reader.indicator.kind == "rate"
    shown = [*regions, own] if is_rate else list(regions)
    series = {r: reader.series(r, years) for r in shown}
    every = sorted({y for r in regions for y in series[r]}) or [reader.selection.year]
    last = every[-1]
    broken = reader.last_break("", every[0], last)
    start = _find_start([series[r] for r in regions], last, broken)
    facts = read_level(reader, own, last, last - 1, reader.scale(_all_figures(series)))
    known = {r for r in regions if series[r]}
    return replace(
        facts,
        break_year=broken or facts.break_year,
        since=start,
        standing=find_standing(
            reader.index,
            reader.code,
            regions,
            last,
            is_whole=known >= set(children_with_figures(reader.selection, reader.code)),
        ),
        movement=compare_regions(reader, regions, start, last) if start else None,
        is_demonstration=reader.demonstrates(shown, every),
        tells_level=(is_rate and facts.figure is not None) or not any(series.values()),
    )


def _all_figures(series: Mapping[str, Mapping[int, Figure]]) -> list[Figure]:
    return [figure for numbers in series.values() for figure in numbers.values()]


def _find_start(
    series: Sequence[Mapping[int, Figure]], last: int, broken: int | None
) -> int | None:
    """The first year since a break in which all that have a number at the end have one like it."""
    ending = [
        {y for y, f in numbers.items() if f.is_like(numbers[last])}
        for numbers in series
        if last in numbers
    ]
    shared = set.intersection(*ending) if ending else set()
    return min((y for y in shared if (broken or 0) <= y < last), default=None)
