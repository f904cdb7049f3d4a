"""A region among its siblings on a slide: native dots on a line."""

from pptx.chart.chart import Chart
from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.slide import Slide

from dashboard.charts.contents import Contents
from dashboard.charts.position.figure import Position, plan_position
from dashboard.drawingml.data_sheet import XySheet
from dashboard.drawingml.native_charts import (
    AXIS_LINE,
    Look,
    add_chart,
    finish_axis,
    hollow_points,
    number_format,
    set_plot,
    set_title,
    style_points,
    style_value_axis,
    write_labels,
)
from dashboard.drawingml.slide_bodies import SlideBody, make_empty_body, make_slide_body
from dashboard.drawingml.text import ACCENT, BAR, Box, emu
from dashboard.graphics import theme
from dashboard.graphics.points import format_label
from dashboard.i18n import Lang


def plan_slides(contents: Contents) -> list[SlideBody]:
    """Dots of all regions on one line, the chosen one large and in the accent colour."""
    plan = contents.apply(plan_position)
    lang = contents.lang
    if plan is None:
        return [make_empty_body(contents.caption, lang)]

    def draw(slide: Slide, box: Box) -> None:
        _draw_strip(slide, box, plan, lang, contents.alt)

    return [make_slide_body(draw, plan.caption, plan.notes, lang)]


def _draw_strip(slide: Slide, box: Box, plan: Position, lang: Lang, alt: str) -> None:
    divisor = plan.scale.divisor
    sheet = XySheet(number_format=number_format(plan.scale))
    # The chosen one last, so that it lies over the others.
    order = sorted(plan.known, key=lambda p: p.region == plan.highlight)
    for point in order:
        series = sheet.add_series(theme.place_name(point.region, lang))
        series.add_data_point(point.value / divisor, 0)
    height = min(box.height, emu(190))
    area = Box(box.left, box.top, box.width, height)
    chart = add_chart(
        slide, area, XL_CHART_TYPE.XY_SCATTER, sheet, name=plan.caption.title, alt=alt
    )
    name = theme.place_name(plan.highlight, lang)
    measure = f"{plan.caption.subtitle}  {name} {plan.words}"
    top = set_title(chart, plan.caption.title, measure, area, lang)
    set_plot(chart, left=0.08, top=top + 0.05, right=0.92, bottom=0.95)
    _place_strip_axes(chart, plan)
    labels = _strip_labels(plan, lang)
    for point, series in zip(order, chart.plots[0].series, strict=True):
        is_chosen = point.region == plan.highlight
        look = Look(ACCENT if is_chosen else BAR, width=0, size=16 if is_chosen else 11)
        style_points(series._element, look)
        if point.is_unsettled:
            hollow_points(series._element, [0], look)
        if point.region in labels:
            write_labels(
                series._element,
                *labels[point.region],
                lang=lang,
                paint=look.paint if is_chosen else None,
            )


def _strip_labels(plan: Position, lang: Lang) -> dict[str, tuple[str, str]]:
    """Text and side of the labels: the smallest and the largest below, the chosen one above."""
    labels = {}
    for point, side in [(plan.known[0], "b"), (plan.known[-1], "b"), (plan.chosen, "t")]:
        if point:
            number = format_label(point.value, plan.scale, lang, point.quality_flags)
            labels[point.region] = (f"{theme.place_name(point.region, lang)} {number}", side)
    return labels


def _place_strip_axes(chart: Chart, plan: Position) -> None:
    divisor = plan.scale.divisor
    low, high = plan.known[0].value / divisor, plan.known[-1].value / divisor
    pad = (high - low) * 0.01 or 0.5
    style_value_axis(chart, -1, 1)
    across = chart.category_axis
    across.minimum_scale, across.maximum_scale = low - pad, high + pad
    across.has_major_gridlines = False
    across.major_tick_mark = XL_TICK_MARK.NONE
    across.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    finish_axis(across._element, AXIS_LINE, 10)
