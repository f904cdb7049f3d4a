"""Which slides a request becomes: native charts, native tables, the native map."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

from pptx.slide import Slide

from dashboard.briefing.chart_parts import name_shape
from dashboard.briefing.house import Box
from dashboard.briefing.images import SIZES, make_picture
from dashboard.briefing.native import plan_ranking_pieces, plan_trend_pieces
from dashboard.briefing.native_comparison import (
    plan_dumbbell_pieces,
    plan_multiples_pieces,
    plan_strip_pieces,
)
from dashboard.briefing.native_map import plan_map_pieces
from dashboard.briefing.native_stacked import plan_stacked_pieces
from dashboard.briefing.native_table import plan_coverage_pieces, plan_table_pieces
from dashboard.briefing.pieces import Piece, make_empty_piece, make_piece
from dashboard.cached import Selection
from dashboard.chart_request import ChartRequest
from dashboard.charts.points import collect_notes
from dashboard.summaries import make_table
from dashboard.views.drawings import Contents, make_caption, make_contents

TABLES = ("totals", "progress", "shortfalls")
_CHARTS: dict[str, Callable[[Contents], list[Piece]]] = {
    "trend": plan_trend_pieces,
    "ranking": plan_ranking_pieces,
    "map": plan_map_pieces,
    "compare": plan_dumbbell_pieces,
    "multiples": plan_multiples_pieces,
    "stacked": plan_stacked_pieces,
    "position": plan_strip_pieces,
    "coverage": plan_coverage_pieces,
}


def make_pieces(selection: Selection, request: ChartRequest) -> list[Piece]:
    """The slides of ``request``, at least one: native where its kind has a native form.

    Raises KeyError for a code that the catalogue does not have.
    """
    if request.kind in _CHARTS:
        return _CHARTS[request.kind](make_contents(selection, request))
    if request.kind in TABLES:
        table = make_table(selection, request)
        empty = make_empty_piece(make_caption(selection, table.title), selection.lang)
        return plan_table_pieces(table, selection.lang) or [empty]
    return [_plan_picture(selection, request)]


def _plan_picture(selection: Selection, request: ChartRequest) -> Piece:
    """A chart without a native form as a picture of twice the size of the slide."""
    contents = make_contents(selection, request)
    size = SIZES["16:9x2"]
    picture = make_picture(selection, request, size, "png")

    def draw(slide: Slide, box: Box) -> None:
        width = min(box.width, box.height * size.width // size.height)
        left = box.left + (box.width - width) // 2
        shape = slide.shapes.add_picture(BytesIO(picture), left, box.top, width)
        name_shape(shape._element, contents.caption.title, contents.alt)

    notes = collect_notes(contents.figures, selection.lang)
    piece = make_piece(draw, contents.caption, notes, selection.lang)
    return replace(piece, is_picture=True)
