"""Each region: a small trend for each."""

from dataclasses import replace

from dashboard.charts.kinds import ChartKind, all_years
from dashboard.charts.multiples.contents import make_contents
from dashboard.charts.multiples.facts import read_facts
from dashboard.charts.multiples.figure import make_multiples, plan_multiples
from dashboard.charts.multiples.native import plan_slides
from dashboard.i18n import mark
from dashboard.reported import children_with_figures
from dashboard.selection import ChartRequest, Selection


def _fill(selection: Selection, request: ChartRequest) -> ChartRequest:
    """All regions with a figure where none is asked for."""
    if request.regions:
        return request
    return replace(request, regions=children_with_figures(selection, request.indicator))


KIND = ChartKind(
    name="multiples",
    label=mark("Each region"),
    fill=_fill,
    find_years=all_years,
    make_contents=make_contents,
    make_figure=make_multiples,
    plan=plan_multiples,
    plan_slides=plan_slides,
    read_facts=read_facts,
)
