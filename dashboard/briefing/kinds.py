"""Which slides a request becomes: native charts, native tables, the native map."""

from collections.abc import Callable

from dashboard.briefing.native import plan_ranking_pieces, plan_trend_pieces
from dashboard.briefing.native_comparison import (
    plan_dumbbell_pieces,
    plan_multiples_pieces,
    plan_strip_pieces,
)
from dashboard.briefing.native_map import plan_map_pieces
from dashboard.briefing.native_table import plan_coverage_pieces, plan_table_pieces
from dashboard.briefing.pieces import Piece, make_empty_piece
from dashboard.cached import Selection
from dashboard.chart_request import ChartRequest
from dashboard.summaries import make_table
from dashboard.views import Contents, make_caption, make_contents

_CHARTS: dict[str, Callable[[Contents], list[Piece]]] = {
    "trend": plan_trend_pieces,
    "ranking": plan_ranking_pieces,
    "map": plan_map_pieces,
    "compare": plan_dumbbell_pieces,
    "multiples": plan_multiples_pieces,
    "position": plan_strip_pieces,
    "coverage": plan_coverage_pieces,
}


def make_pieces(selection: Selection, request: ChartRequest) -> tuple[str, str, list[Piece]]:
    """Title, sentence that stands for the chart, and the slides of ``request``.

    Raises KeyError for a code that the catalogue does not have.
    """
    if request.kind in _CHARTS:
        contents = make_contents(selection, request)
        return contents.caption.title, contents.alt, _CHARTS[request.kind](contents)
    table = make_table(selection, request)
    pieces = plan_table_pieces(table, selection.lang)
    empty = make_empty_piece(make_caption(selection, table.title), selection.lang)
    return table.title, "", pieces or [empty]
