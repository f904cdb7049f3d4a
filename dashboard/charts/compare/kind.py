"""Two years beside one another: a pair of dots for each region."""

from dataclasses import replace

from dashboard.charts.compare.contents import make_contents
from dashboard.charts.compare.facts import read_facts
from dashboard.charts.compare.figure import make_compare, plan_compare
from dashboard.charts.compare.native import plan_slides
from dashboard.charts.kinds import ChartKind, both_years
from dashboard.i18n import mark
from dashboard.selection import ChartRequest, Selection


def _fill(selection: Selection, request: ChartRequest) -> ChartRequest:
    """The year before where none is asked for."""
    return request if request.since else replace(request, since=selection.year - 1)


KIND = ChartKind(
    name="compare",
    label=mark("Two years"),
    choices=("since",),
    fill=_fill,
    find_years=both_years,
    make_contents=make_contents,
    make_figure=make_compare,
    plan=plan_compare,
    plan_slides=plan_slides,
    read_facts=read_facts,
)
