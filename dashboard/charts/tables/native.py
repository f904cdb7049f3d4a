"""A table on slides: as many rows each as can be read."""

from collections.abc import Sequence
from functools import partial

from pptx.slide import Slide

from dashboard.charts.tables.table import Table, split_rows
from dashboard.drawingml.slide_bodies import (
    SlideBody,
    add_heading,
)
from dashboard.drawingml.tables import CELL_PADDING, Cell, add_table
from dashboard.drawingml.text import (
    GROUND,
    LINE_HEIGHT,
    Box,
    Paint,
    points,
)
from dashboard.graphics.table_layout import align_columns, count_lines, fit_columns
from dashboard.i18n import Lang

_HEAD = Paint("tx2")


def plan_slides(table: Table, lang: Lang) -> list[SlideBody]:
    """A table to read, as many rows a slide as ``split_rows`` gives, numbers at the right."""
    aligns = ["r" if is_right else "l" for is_right in align_columns(table.columns, table.rows)]
    head = _head_cells(table.columns, aligns)
    return [
        SlideBody(
            partial(
                _draw_table,
                title=table.title,
                rows=[head, *(_body_cells(row, aligns) for row in page)],
                lang=lang,
            ),
            table.foot,
            table.demonstration,
        )
        for page in split_rows(table)
    ]


def _head_cells(columns: Sequence[str], aligns: Sequence[str]) -> list[Cell]:
    return [
        Cell(text, align, fill=_HEAD, paint=GROUND, bold=True)
        for text, align in zip(columns, aligns, strict=True)
    ]


def _body_cells(row: Sequence[str], aligns: Sequence[str]) -> list[Cell]:
    return [Cell(text, align) for text, align in zip(row, aligns, strict=True)]


def _draw_table(
    slide: Slide, box: Box, *, title: str, rows: Sequence[Sequence[Cell]], lang: Lang
) -> None:
    area = add_heading(slide, box, title, "", lang)
    size = 13.0
    texts = [[cell.text for cell in row] for row in rows]
    while True:
        widths = fit_columns(texts, size, points(area.width), CELL_PADDING)
        counts = [count_lines(row, widths, size, CELL_PADDING) for row in texts]
        heights = [count * size * LINE_HEIGHT * 1.08 + 6 for count in counts]
        if sum(heights) <= points(area.height) or size <= 6:
            break
        size -= 0.5
    add_table(slide, area, rows, widths, heights, size, lang, title)
