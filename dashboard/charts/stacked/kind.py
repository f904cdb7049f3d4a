"""Composition: the whole over the years as bars of its parts."""

from dashboard.charts.kinds import ChartKind, all_years
from dashboard.charts.stacked.contents import make_contents
from dashboard.charts.stacked.facts import read_facts
from dashboard.charts.stacked.figure import make_stacked, plan_stacked
from dashboard.charts.stacked.native import plan_slides
from dashboard.i18n import mark
from dashboard.reported import has_composition

KIND = ChartKind(
    name="stacked",
    label=mark("Composition"),
    choices=("years",),
    is_offered=has_composition,
    find_years=all_years,
    is_of_all_years=True,
    make_contents=make_contents,
    make_figure=make_stacked,
    plan=plan_stacked,
    plan_slides=plan_slides,
    read_facts=read_facts,
)
