"""What stacked bars say: the largest part, its share of the whole and how that changed."""

from dataclasses import replace

from dashboard.charts.ranking.facts import read_facts as read_ranking
from dashboard.charts.stacked.contents import make_contents
from dashboard.charts.stacked.figure import Bar, plan_stacked
from dashboard.figures import Change, difference_in_points
from dashboard.narrative.facts import Facts, FigureReader, find_standing
from dashboard.selection import ChartRequest, Selection


def read_facts(selection: Selection, request: ChartRequest) -> Facts:
    """The newest year in which all parts have a number: the largest, its share and that's change."""
    plan = make_contents(selection, request).apply(plan_stacked)
    if plan is None:
        return read_ranking(selection, request)
    bar = plan.newest_whole or next(b for b in reversed(plan.bars) if b.parts)
    year = bar.year
    reader = FigureReader.open(selection, request.indicator)
    facts = read_ranking(replace(selection, year=year), request)
    regions = [*bar.parts, *(code for code, _state in bar.missing)]
    standing = find_standing(reader.index, reader.code, regions, year)
    leader = standing.leaders[0] if len(standing.leaders) == 1 else ""
    before = next((b for b in plan.bars if b.year == year - 1), None)
    figure, first = facts.figure, standing.known.get(leader)
    is_like = figure is not None and first is not None and first.is_like(figure)
    return replace(
        facts,
        standing=standing,
        share_pct=bar.share(bar.value((leader,))) if is_like else None,
        share_change=_find_share_change(reader, leader, bar, before),
        # Where the whole has a figure of its own that is not the sum, it is not on the chart.
        tells_level=bar.total is not None or (figure is not None and figure.origin == "children"),
    )


def _find_share_change(
    reader: FigureReader, leader: str, bar: Bar, before: Bar | None
) -> Change | None:
    """The change of a share against the year before; None unless whole and parts compare."""
    if before is None or before.parts.keys() != bar.parts.keys():
        return None
    now, then = (b.share(b.value((leader,))) for b in (bar, before))
    if now is None or then is None:
        return None
    changes = [
        reader.change(r, bar.year, before.year) for r in (reader.selection.region, *bar.parts)
    ]
    if not all(c.is_comparable and c.basis is None for c in changes):
        return None
    return difference_in_points(now, then, before.year)
