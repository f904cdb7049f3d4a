"""All kinds of charts and tables: a row here is all that pages, menus, decks and addresses need."""

from dashboard.charts.compare.kind import KIND as COMPARE
from dashboard.charts.coverage.kind import KIND as COVERAGE
from dashboard.charts.kinds import ChartKind
from dashboard.charts.map.kind import KIND as MAP
from dashboard.charts.multiples.kind import KIND as MULTIPLES
from dashboard.charts.position.kind import KIND as POSITION
from dashboard.charts.ranking.kind import KIND as RANKING
from dashboard.charts.stacked.kind import KIND as STACKED
from dashboard.charts.tables.kinds import PROGRESS, SHORTFALLS, TOTALS, TableKind
from dashboard.charts.trend.kind import KIND as TREND
from dashboard.selection import ChartRequest

# By name, in the order of the choice on the Indicator page.
KINDS: dict[str, ChartKind | TableKind] = {
    kind.name: kind
    for kind in (
        TREND,
        RANKING,
        MAP,
        COMPARE,
        MULTIPLES,
        STACKED,
        POSITION,
        COVERAGE,
        TOTALS,
        PROGRESS,
        SHORTFALLS,
    )
}


def find_kind(request: ChartRequest) -> ChartKind | TableKind:
    """The kind that ``request`` asks for; KeyError for an unknown one."""
    return KINDS[request.kind]


def list_indicator_kinds() -> list[ChartKind]:
    """The kinds that the Indicator page offers, in its order."""
    return [k for k in KINDS.values() if isinstance(k, ChartKind) and k.label]
