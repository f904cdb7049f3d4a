"""Position: one region among its siblings in one year, as dots on a line."""

from dashboard.charts.kinds import ChartKind
from dashboard.charts.position.contents import make_contents
from dashboard.charts.position.facts import read_facts
from dashboard.charts.position.figure import make_position, plan_position
from dashboard.charts.position.native import plan_slides

KIND = ChartKind(
    name="position",
    page="city",
    make_contents=make_contents,
    make_figure=make_position,
    plan=plan_position,
    plan_slides=plan_slides,
    read_facts=read_facts,
)
