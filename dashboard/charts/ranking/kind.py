"""Ranking: the regions of one year as bars, the largest first."""

from dashboard.charts.kinds import ChartKind
from dashboard.charts.ranking.contents import make_contents
from dashboard.charts.ranking.facts import read_facts
from dashboard.charts.ranking.figure import make_ranking, plan_ranking
from dashboard.charts.ranking.native import plan_slides
from dashboard.i18n import mark

KIND = ChartKind(
    name="ranking",
    label=mark("Ranking"),
    make_contents=make_contents,
    make_figure=make_ranking,
    plan=plan_ranking,
    plan_slides=plan_slides,
    read_facts=read_facts,
)
