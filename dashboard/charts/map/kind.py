"""Map: the regions of one year, rates in coloured classes and what adds up as circles."""

from dashboard.charts.kinds import ChartKind
from dashboard.charts.map.contents import make_contents
from dashboard.charts.map.facts import read_facts
from dashboard.charts.map.figure import make_map, plan_map
from dashboard.charts.map.native import plan_slides
from dashboard.i18n import mark

KIND = ChartKind(
    name="map",
    label=mark("Map"),
    make_contents=make_contents,
    make_figure=make_map,
    plan=plan_map,
    plan_slides=plan_slides,
    read_facts=read_facts,
)
