"""Native tables: cells with the looks they need and none of the program's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.slide import Slide

from dashboard.drawingml.native_charts import name_shape
from dashboard.drawingml.text import (
    GRID,
    TEXT,
    Box,
    Paint,
    emu,
    run_xml,
)
from dashboard.i18n import Lang

CELL_PADDING = 10.0  # points, left and right of a cell together


@dataclass(frozen=True)
class Cell:
    """One cell of a table on a slide."""

    text: str
    align: str = "l"
    fill: Paint | None = None
    paint: Paint = TEXT
    bold: bool = False


def add_table(
    slide: Slide,
    area: Box,
    rows: Sequence[Sequence[Cell]],
    widths: Sequence[float],
    heights: Sequence[float],
    size: float,
    lang: Lang,
    name: str,
) -> None:
    """Write ``rows`` as a native table; ``widths`` and ``heights`` in points."""
    place = Box(area.left, area.top, emu(sum(widths)), emu(sum(heights)))
    frame = slide.shapes.add_table(len(rows), len(rows[0]), *place.lengths)
    name_shape(frame._element, name, name)
    element = cast(BaseOxmlElement, frame._element.graphic.graphicData.tbl)
    # No style of its own: looks that PowerPoint brings along are unknown to other programs.
    for child in list(element.tblPr):
        element.tblPr.remove(child)
    for column, width in zip(element.tblGrid.gridCol_lst, widths, strict=True):
        column.w = emu(width)
    for row, cells, height in zip(element.tr_lst, rows, heights, strict=True):
        row.h = emu(height)
        for old, cell in zip(list(row.tc_lst), cells, strict=True):
            row.replace(old, _make_cell(cell, size, lang))


def _make_cell(cell: Cell, size: float, lang: Lang) -> BaseOxmlElement:
    run = run_xml(cell.text, size, lang, paint=cell.paint, bold=cell.bold) if cell.text else ""
    # Without it an empty cell would be as high as text of the default size, 18 points.
    end = f'<a:endParaRPr lang="zh-CN" sz="{round(size * 100)}"/>'
    sides = "".join(f'<a:{side} w="0"><a:noFill/></a:{side}>' for side in ("lnL", "lnR", "lnT"))
    below = f'<a:lnB w="6350">{GRID.fill}</a:lnB>'
    fill = cell.fill.fill if cell.fill else "<a:noFill/>"
    margin = emu(CELL_PADDING / 2)
    return parse_xml(
        f"<a:tc {nsdecls('a')}><a:txBody><a:bodyPr/><a:lstStyle/>"
        f'<a:p><a:pPr algn="{cell.align}"/>{run}{end}</a:p></a:txBody>'
        f'<a:tcPr marL="{margin}" marR="{margin}" marT="{emu(2)}" marB="{emu(2)}" anchor="ctr">'
        f"{sides}{below}{fill}</a:tcPr></a:tc>"
    )
