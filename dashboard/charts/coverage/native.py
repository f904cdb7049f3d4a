"""A grid of coverage on slides: a native table of coloured cells."""

from collections.abc import Sequence
from functools import partial

from pptx.slide import Slide

from dashboard.charts.contents import Contents
from dashboard.charts.coverage.figure import (
    NO_REPORT,
    CoverageGrid,
    name_coverage_classes,
    plan_coverage,
)
from dashboard.drawingml.slide_bodies import (
    SlideBody,
    add_heading,
    make_empty_body,
    make_slide_body,
)
from dashboard.drawingml.tables import CELL_PADDING, Cell, add_table
from dashboard.drawingml.text import (
    NO_DATA,
    Box,
    Paint,
    class_paints,
    emu,
    points,
)
from dashboard.graphics import theme
from dashboard.graphics.points import Notes
from dashboard.i18n import Lang

GRID_ROWS_SHOWN = 24  # rows of the grid, which has small cells


def plan_slides(contents: Contents) -> list[SlideBody]:
    """Who has reported how many indicators in which year, as a table of coloured cells."""
    plan = contents.apply(plan_coverage)
    lang = contents.lang
    if plan is None:
        return [make_empty_body(contents.caption, lang)]
    starts = range(0, len(plan.codes), GRID_ROWS_SHOWN)
    return [
        make_slide_body(
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
    first = max(theme.measure_text(row[0].text, size) for row in rows) + CELL_PADDING
    other = (points(area.width) - first) / len(plan.years)
    size = min(size, max(5.0, (other - CELL_PADDING) / theme.measure_text("2025", 1) * 0.95))
    table = Box(area.left, area.top, area.width, area.height - emu(legend_height))
    widths, heights = [first, *[other] * len(plan.years)], [height] * len(rows)
    add_table(slide, table, rows, widths, heights, size, lang, plan.caption.title)
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
    add_table(slide, place, [cells], widths, [14.0], 9, lang, "legend")
