"""Native tables: tables to read, and the grid of what has been reported."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.slide import Slide

from dashboard.briefing.chart_parts import name_shape
from dashboard.briefing.house import Box
from dashboard.briefing.paint import (
    GRID,
    GROUND,
    LINE_HEIGHT,
    NO_DATA,
    TEXT,
    Paint,
    class_paints,
    emu,
    points,
    run_xml,
)
from dashboard.briefing.pieces import Piece, add_heading, make_empty_piece, make_piece
from dashboard.charts import theme
from dashboard.charts.coverage import (
    NO_REPORT,
    CoverageGrid,
    name_coverage_classes,
    plan_coverage,
)
from dashboard.charts.points import Notes
from dashboard.charts.table_layout import align_columns, count_lines, fit_columns
from dashboard.i18n import Lang
from dashboard.summaries import Table, split_rows
from dashboard.views.drawings import Contents

GRID_ROWS_SHOWN = 24  # rows of the grid, which has small cells
_PADDING = 10.0  # points, left and right of a cell together
_HEAD = Paint("tx2")


@dataclass(frozen=True)
class Cell:
    """One cell of a table on a slide."""

    text: str
    align: str = "l"
    fill: Paint | None = None
    paint: Paint = TEXT
    bold: bool = False


def plan_table_pieces(table: Table, lang: Lang) -> list[Piece]:
    """A table to read, as many rows a slide as ``split_rows`` gives, numbers at the right."""
    aligns = ["r" if is_right else "l" for is_right in align_columns(table.columns, table.rows)]
    head = _head_cells(table.columns, aligns)
    return [
        Piece(
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
        widths = fit_columns(texts, size, points(area.width), _PADDING)
        counts = [count_lines(row, widths, size, _PADDING) for row in texts]
        heights = [count * size * LINE_HEIGHT * 1.08 + 6 for count in counts]
        if sum(heights) <= points(area.height) or size <= 6:
            break
        size -= 0.5
    _add_table(slide, area, rows, widths, heights, size, lang, title)


def _add_table(
    slide: Slide,
    area: Box,
    rows: Sequence[Sequence[Cell]],
    widths: Sequence[float],
    heights: Sequence[float],
    size: float,
    lang: Lang,
    name: str,
) -> None:
    frame = slide.shapes.add_table(
        len(rows), len(rows[0]), area.left, area.top, emu(sum(widths)), emu(sum(heights))
    )
    name_shape(frame._element, name, name)
    element = frame._element.graphic.graphicData.tbl
    # No style of its own: looks that PowerPoint brings along are unknown to other programs.
    for child in list(element.tblPr):
        element.tblPr.remove(child)
    for column, width in zip(element.tblGrid.gridCol_lst, widths, strict=True):
        column.w = emu(width)
    for row, cells, height in zip(element.tr_lst, rows, heights, strict=True):
        row.h = emu(height)
        for old, cell in zip(list(row.tc_lst), cells, strict=True):
            row.replace(old, _make_cell(cell, size, lang))


def _make_cell(cell: Cell, size: float, lang: Lang) -> object:
    run = run_xml(cell.text, size, lang, paint=cell.paint, bold=cell.bold) if cell.text else ""
    # Without it an empty cell would be as high as text of the default size, 18 points.
    end = f'<a:endParaRPr lang="zh-CN" sz="{round(size * 100)}"/>'
    sides = "".join(f'<a:{side} w="0"><a:noFill/></a:{side}>' for side in ("lnL", "lnR", "lnT"))
    below = f'<a:lnB w="6350">{GRID.fill}</a:lnB>'
    fill = cell.fill.fill if cell.fill else "<a:noFill/>"
    margin = emu(_PADDING / 2)
    return parse_xml(
        f"<a:tc {nsdecls('a')}><a:txBody><a:bodyPr/><a:lstStyle/>"
        f'<a:p><a:pPr algn="{cell.align}"/>{run}{end}</a:p></a:txBody>'
        f'<a:tcPr marL="{margin}" marR="{margin}" marT="{emu(2)}" marB="{emu(2)}" anchor="ctr">'
        f"{sides}{below}{fill}</a:tcPr></a:tc>"
    )


def plan_coverage_pieces(contents: Contents) -> list[Piece]:
    """Who has reported how many indicators in which year, as a table of coloured cells."""
    plan = contents.apply(plan_coverage)
    lang = contents.lang
    if plan is None:
        return [make_empty_piece(contents.caption, lang)]
    starts = range(0, len(plan.codes), GRID_ROWS_SHOWN)
    return [
        make_piece(
            partial(_draw_grid, plan=plan, start=start, lang=lang),
            plan.caption,
            Notes("", (), False),
            lang,
        )
        for start in starts
    ]


def _draw_grid(slide: Slide, box: Box, *, plan: CoverageGrid, start: int, lang: Lang) -> None:
    area = add_heading(slide, box, plan.caption.title, plan.caption.subtitle, lang)
    paints = {NO_REPORT: NO_DATA, **dict(enumerate(class_paints(plan.class_count)))}
    rows = [[Cell(""), *(Cell(str(year), "ctr") for year in plan.years)]]
    for code, cells in list(zip(plan.codes, plan.cells, strict=True))[start:][:GRID_ROWS_SHOWN]:
        name = Cell(theme.place_name(code, lang))
        rows.append([name, *(Cell(text, "ctr", paints[place]) for place, text, _w in cells)])
    legend_height = 20.0
    height = (points(area.height) - legend_height) / len(rows)
    size = min(11.0, max(5.0, (height - 4) / 1.3))
    first = max(theme.measure_text(row[0].text, size) for row in rows) + _PADDING
    other = (points(area.width) - first) / len(plan.years)
    size = min(size, max(5.0, (other - _PADDING) / theme.measure_text("2025", 1) * 0.95))
    table = Box(area.left, area.top, area.width, area.height - emu(legend_height))
    widths, heights = [first, *[other] * len(plan.years)], [height] * len(rows)
    _add_table(slide, table, rows, widths, heights, size, lang, plan.caption.title)
    _add_grid_legend(
        slide,
        Box(area.left, table.bottom, area.width, emu(legend_height)),
        list(paints.values()),
        lang,
    )


def _add_grid_legend(slide: Slide, box: Box, paints: Sequence[Paint], lang: Lang) -> None:
    words = name_coverage_classes(lang)
    widths = [theme.measure_text(w, 10) * 1.1 + 30 for w in words]
    cells = [Cell(w, "ctr", paint) for w, paint in zip(words, paints, strict=True)]
    place = Box(box.left, box.top + emu(4), box.width, box.height - emu(4))
    _add_table(slide, place, [cells], widths, [14.0], 9, lang, "legend")
