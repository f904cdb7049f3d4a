"""A trend on a slide: native lines, a chart that PowerPoint and WPS can edit."""

from collections.abc import Sequence

from pptx.chart.chart import Chart
from pptx.enum.chart import XL_CHART_TYPE
from pptx.slide import Slide

from dashboard.charts.contents import Contents
from dashboard.charts.trend.figure import Trend, plan_trend
from dashboard.drawingml.data_sheet import CategorySheet
from dashboard.drawingml.native_charts import (
    LABEL_SIZE,
    Label,
    Look,
    add_chart,
    hollow_points,
    label_format,
    label_points,
    number_format,
    set_plot,
    set_title,
    style_line,
    style_value_axis,
)
from dashboard.drawingml.slide_bodies import SlideBody, make_empty_body, make_slide_body
from dashboard.drawingml.text import (
    ACCENT,
    DASHES,
    FAINT,
    REFERENCE,
    SYMBOLS,
    Box,
    Paint,
    points,
    region_paint,
)
from dashboard.drawingml.years import (
    find_unsettled,
    name_columns,
    read_values,
    style_year_axis,
    tick_code,
    year_columns,
)
from dashboard.graphics import theme
from dashboard.graphics.frame import spread_labels
from dashboard.graphics.points import format_label, has_value
from dashboard.i18n import Lang
from dashboard.i18n import gettext as _

MOST_NUMBERS = 16  # numbers on a line that is alone


def plan_slides(contents: Contents) -> list[SlideBody]:
    """Lines over the years: gaps stay gaps, a line is cut at a break."""
    trend = contents.apply(plan_trend)
    lang = contents.lang
    if trend is None:
        return [make_empty_body(contents.caption, lang)]

    def draw(slide: Slide, box: Box) -> None:
        _draw_trend(slide, box, trend, lang, contents.alt)

    return [make_slide_body(draw, trend.caption, trend.notes, lang)]


def _trend_look(trend: Trend, code: str) -> Look:
    if len(trend.lines) == 1:
        return Look(Paint("accent2"))
    if code == trend.reference:
        return Look(REFERENCE, width=3.5, size=6)
    if code not in trend.labelled:
        return Look(FAINT, width=1.25, size=3)
    return Look(
        region_paint(code),
        dash=DASHES[theme.region_dash(code)],
        symbol=SYMBOLS[theme.region_symbol(code)],
    )


def _draw_trend(slide: Slide, box: Box, trend: Trend, lang: Lang, alt: str) -> None:
    cuts = {year for line in trend.cuts.values() for year in line}
    columns = year_columns(trend.first, trend.last, cuts)
    # The faint lines first, so that the others lie over them.
    order = sorted(trend.lines, key=lambda c: (c in trend.labelled, c == trend.reference))
    chart = add_chart(
        slide,
        box,
        XL_CHART_TYPE.LINE_MARKERS,
        _trend_sheet(trend, order, columns, lang),
        name=trend.caption.title,
        alt=alt,
    )
    top = set_title(chart, trend.caption.title, trend.caption.subtitle, box, lang) + 0.03
    texts = [*_end_texts(trend, order, lang).values()]
    room = max(theme.measure_text(t, LABEL_SIZE) for t in texts) + 14
    tick_texts = [f"{t:{trend.tick_format}}" for t in trend.ticks]
    left = max(theme.measure_text(t, LABEL_SIZE) for t in tick_texts) + 10
    width, height = points(box.width), points(box.height)
    bottom = 1 - 24 / height
    set_plot(chart, left=left / width, top=top, right=1 - room / width, bottom=bottom)
    _style_trend_axes(chart, trend, len(columns), width - left - room)
    _style_trend_lines(chart, trend, order, columns, lang, (bottom - top) * height, height)
    if len(order) == 1:
        _label_single_line(chart, trend, order[0], columns, lang)


def _trend_sheet(
    trend: Trend, order: Sequence[str], columns: Sequence[int | None], lang: Lang
) -> CategorySheet:
    divisor = trend.scale.divisor
    sheet = CategorySheet(number_format=number_format(trend.scale))
    sheet.categories = name_columns(columns)
    for code in order:
        values = read_values(trend.lines[code], columns, divisor)
        sheet.add_series(theme.place_name(code, lang), values)
    if trend.targets:
        goals = dict(trend.targets)
        values = [goals[year] / divisor if year in goals else None for year in columns]
        sheet.add_series(_("Target", lang), values)
    return sheet


def _end_texts(trend: Trend, order: Sequence[str], lang: Lang) -> dict[str, str]:
    """The labels at the ends of lines in full, to measure them."""
    scale = trend.scale
    texts = {}
    for code in order:
        if code in trend.labelled or code == trend.reference:
            end = trend.end(code)
            number = format_label(end.value, scale, lang, end.quality_flags)
            texts[code] = f"{theme.place_name(code, lang)} {number}{trend.end_suffix(code, lang)}"
    if trend.targets:
        value = format_label(trend.targets[-1][1], scale, lang)
        texts["target"] = f"{_('Target', lang)} {value}"
    return texts


def _style_trend_axes(chart: Chart, trend: Trend, count: int, width_pt: float) -> None:
    ticks = trend.ticks
    style_value_axis(
        chart, ticks[0], ticks[-1], step=ticks[1] - ticks[0], code=tick_code(trend.tick_format)
    )
    style_year_axis(chart, count, width_pt)


def _style_trend_lines(
    chart: Chart,
    trend: Trend,
    order: Sequence[str],
    columns: Sequence[int | None],
    lang: Lang,
    plot_height: float,
    chart_height: float,
) -> None:
    scale = trend.scale
    labelled = [c for c in order if c in trend.labelled or c == trend.reference]
    shifts = _spread(trend, labelled, plot_height, chart_height)
    series = [s._element for s in chart.plots[0].series]
    for code, element in zip(order, series, strict=False):
        look = _trend_look(trend, code)
        style_line(element, look)
        line = trend.lines[code]
        hollow_points(element, find_unsettled(line, columns), look)
        if code in labelled:
            end = trend.end(code)
            suffix = trend.end_suffix(code, lang)
            code_ = label_format(end.value, scale, lang, end.quality_flags, suffix)
            label = Label(code_, name=True, shift=shifts[code])
            paint = REFERENCE if code == trend.reference else look.paint
            label_points(element, {columns.index(end.year): label}, paint=paint)
    if trend.targets:
        look = Look(ACCENT, width=1.5, dash="sysDot", symbol="diamond", size=9)
        style_line(series[-1], look)
        code_ = label_format(trend.targets[-1][1], scale, lang)
        label = Label(code_, name=True, shift=shifts["target"])
        label_points(series[-1], {columns.index(trend.targets[-1][0]): label}, paint=ACCENT)


def _spread(
    trend: Trend, labelled: Sequence[str], plot_height: float, chart_height: float
) -> dict[str, float]:
    """How far each label is moved down so that none lies on another, as a share of the chart."""
    low, high = trend.ticks[0], trend.ticks[-1]
    ends = {c: trend.end(c).value for c in labelled}
    if trend.targets:
        ends["target"] = trend.targets[-1][1]
    heights = [
        (value / trend.scale.divisor - low) / (high - low) * plot_height for value in ends.values()
    ]
    placed = spread_labels(heights, gap=LABEL_SIZE * 1.35, low=0, high=plot_height)
    return {
        code: (before - after) / chart_height
        for code, before, after in zip(ends, heights, placed, strict=True)
    }


def _label_single_line(
    chart: Chart, trend: Trend, code: str, columns: Sequence[int | None], lang: Lang
) -> None:
    """A line that is alone has all its numbers, as far as there is room for them."""
    line = trend.lines[code]
    if len(columns) > MOST_NUMBERS:
        return
    labels = {
        i: Label(label_format(point.value, trend.scale, lang, point.quality_flags), position="t")
        for i, year in enumerate(columns)
        if year is not None and has_value(point := line.get(year))
    }
    label_points(chart.plots[0].series[0]._element, labels)
