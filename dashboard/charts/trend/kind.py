"""Trend: an indicator over the years, a line for each region."""

from dataclasses import replace

from dashboard import cached
from dashboard.charts.kinds import ChartKind, all_years, whole_and_children
from dashboard.charts.trend.contents import make_contents
from dashboard.charts.trend.facts import read_facts
from dashboard.charts.trend.figure import make_trend, plan_trend
from dashboard.charts.trend.native import plan_slides
from dashboard.i18n import mark
from dashboard.reported import default_regions
from dashboard.selection import ChartRequest, Selection


def _fill(selection: Selection, request: ChartRequest) -> ChartRequest:
    """The largest regions where none is asked for, or the selected one."""
    if request.regions:
        return request
    regions = default_regions(selection, request.indicator) or (selection.region,)
    return replace(request, regions=regions)


def _find_regions(selection: Selection, request: ChartRequest) -> set[str]:
    return {*request.regions} or whole_and_children(selection, request)


def _has_figures(selection: Selection, request: ChartRequest) -> bool:
    """Whether there is more than a point."""
    index = cached.load_index(selection)
    series = index.get(request.indicator, {}).get(request.regions[0], {})
    return sum(figure.has_value for figure in series.values()) > 1


KIND = ChartKind(
    name="trend",
    label=mark("Trend"),
    choices=("regions", "years"),
    fill=_fill,
    find_years=all_years,
    find_regions=_find_regions,
    has_figures=_has_figures,
    is_of_all_years=True,
    make_contents=make_contents,
    make_figure=make_trend,
    plan=plan_trend,
    plan_slides=plan_slides,
    read_facts=read_facts,
)
