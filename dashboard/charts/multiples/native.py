"""Small charts of each region on a slide: native lines, a chart each."""

import math
from collections.abc import Sequence
from functools import partial

from pptx.chart.chart import Chart
from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.slide import Slide

from dashboard.charts.contents import Contents
from dashboard.charts.multiples.figure import Multiples, plan_multiples
from dashboard.drawingml.data_sheet import CategorySheet
from dashboard.drawingml.native_charts import (
    AXIS_LINE,
    Look,
    add_chart,
    cross_at_points,
    finish_axis,
    hollow_points,
    number_format,
    set_axis_title,
    set_plot,
    set_title,
    style_line,
    style_value_axis,
)
from dashboard.drawingml.slide_bodies import (
    SlideBody,
    add_heading,
    make_empty_body,
    make_slide_body,
)
from dashboard.drawingml.text import REFERENCE, Box, emu, points, region_paint
from dashboard.drawingml.years import (
    find_unsettled,
    name_columns,
    read_values,
    tick_code,
    year_columns,
)
from dashboard.graphics import theme
from dashboard.i18n import Lang

PANELS_SHOWN = 12  # small charts on one slide
PANEL_COLUMNS = 4


def plan_slides(contents: Contents) -> list[SlideBody]:
    """A small line chart for each region, on the same axes, twelve on a slide."""
    plan = contents.apply(plan_multiples)
    lang = contents.lang
    if plan is None:
        return [make_empty_body(contents.caption, lang)]
    codes = list(plan.lines)
    pages = [codes[i : i + PANELS_SHOWN] for i in range(0, len(codes), PANELS_SHOWN)]

    def draw(slide: Slide, box: Box, *, codes: list[str]) -> None:
        _draw_multiples(slide, box, plan, codes, lang)

    return [
        make_slide_body(partial(draw, codes=page), plan.caption, plan.notes_of(page, lang), lang)
        for page in pages
    ]


def _draw_multiples(
    slide: Slide, box: Box, plan: Multiples, codes: Sequence[str], lang: Lang
) -> None:
    area = add_heading(slide, box, plan.caption.title, plan.caption.subtitle, lang)
    columns = min(PANEL_COLUMNS, len(codes))
    rows = math.ceil(len(codes) / columns)
    width, height = area.width // columns, area.height // rows
    for i, code in enumerate(codes):
        row, column = divmod(i, columns)
        panel = Box(
            area.left + column * width, area.top + row * height, width - emu(8), height - emu(4)
        )
        _draw_panel(slide, panel, plan, code, lang)


def _draw_panel(slide: Slide, box: Box, plan: Multiples, code: str, lang: Lang) -> None:
    columns = year_columns(plan.first, plan.last, _list_cuts(plan, code))
    divisor = plan.scale.divisor
    name = theme.place_name(code, lang)
    sheet = CategorySheet(number_format=number_format(plan.scale))
    sheet.categories = name_columns(columns)
    looks = []
    if plan.reference:
        parent = theme.place_name(plan.reference, lang)
        sheet.add_series(parent, read_values(plan.reference_line, columns, divisor))
        looks.append(Look(REFERENCE, width=1.5, size=2))
    sheet.add_series(name, read_values(plan.lines[code], columns, divisor))
    looks.append(Look(region_paint(code), width=2, size=4))
    chart = add_chart(slide, box, XL_CHART_TYPE.LINE_MARKERS, sheet, name=name, alt=name)
    top = set_title(chart, name, "", box, lang)
    width, height = points(box.width), points(box.height)
    left = max(theme.measure_text(f"{t:{plan.tick_format}}", 8) for t in plan.ticks) + 8
    set_plot(chart, left=left / width, top=top + 0.03, right=0.95, bottom=1 - 16 / height)
    step = plan.ticks[1] - plan.ticks[0]
    code_ = tick_code(plan.tick_format)
    style_value_axis(chart, plan.ticks[0], plan.ticks[-1], step=step, code=code_, size=8)
    _name_years(chart, plan)
    for series, look in zip(chart.plots[0].series, looks, strict=True):
        style_line(series._element, look)
    unsettled = find_unsettled(plan.lines[code], columns)
    hollow_points(chart.plots[0].series[-1]._element, unsettled, looks[-1])


def _list_cuts(plan: Multiples, code: str) -> set[int]:
    """The years before which a line of the panel of ``code`` is cut."""
    lines = [code, *([plan.reference] if plan.reference else [])]
    return {year for c in lines for year in plan.cuts[c]}


def _name_years(chart: Chart, plan: Multiples) -> None:
    """The first and the last year under a panel, which has no room for those between."""
    axis = chart.category_axis
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    finish_axis(axis._element, AXIS_LINE, 8)
    set_axis_title(axis._element, f"{plan.first}–{plan.last}", 8)
    cross_at_points(chart)
