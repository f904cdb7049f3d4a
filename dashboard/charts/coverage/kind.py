"""Coverage: how many indicators each region has reported in each year."""

from dashboard.charts.coverage.contents import make_contents
from dashboard.charts.coverage.facts import read_facts
from dashboard.charts.coverage.figure import make_coverage
from dashboard.charts.coverage.native import plan_slides
from dashboard.charts.kinds import ChartKind

KIND = ChartKind(
    name="coverage",
    page="data",
    make_contents=make_contents,
    make_figure=make_coverage,
    plan_slides=plan_slides,
    read_facts=read_facts,
)
