"""Stacked bars as a native chart: a series a region, one bar a year, and the total where there is one."""

from collections.abc import Mapping

from pptx.chart.chart import Chart
from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.slide import Slide

from dashboard.charts.contents import Contents
from dashboard.charts.stacked.figure import (
    Stacked,
    axis_ends,
    explain_empty,
    group_name,
    plan_stacked,
    share_texts,
)
from dashboard.drawingml.data_sheet import CategorySheet
from dashboard.drawingml.native_charts import (
    AXIS_LINE,
    Label,
    add_chart,
    clear_series,
    fill_series,
    finish_axis,
    label_format,
    label_points,
    literal_format,
    number_format,
    set_label_step,
    set_plot,
    set_title,
    show_legend,
    style_value_axis,
)
from dashboard.drawingml.slide_bodies import SlideBody, make_empty_body, make_slide_body
from dashboard.drawingml.text import BAR, Box, choose_ink, points, read_scheme, region_paint
from dashboard.graphics import theme
from dashboard.i18n import Lang
from dashboard.i18n import gettext as _

LEGEND_HEIGHT = 22  # points
SHARE_SIZE = 10.0


def plan_slides(contents: Contents) -> list[SlideBody]:
    """One bar a year; regions without a number are empty cells, and such a bar has no total."""
    plan = contents.apply(plan_stacked)
    lang = contents.lang
    if plan is None:
        text = explain_empty(contents.subject, lang)
        return [make_empty_body(contents.caption, lang, text)]

    def draw(slide: Slide, box: Box) -> None:
        _draw_stacked(slide, box, plan, lang, contents.alt)

    return [make_slide_body(draw, plan.caption, plan.notes, lang)]


def _stacked_sheet(plan: Stacked, names: list[str], lang: Lang) -> CategorySheet:
    divisor = plan.scale.divisor
    sheet = CategorySheet(number_format=number_format(plan.scale))
    sheet.categories = names
    for group in plan.groups:
        values = [bar.value(group) for bar in plan.bars]
        sheet.add_series(
            group_name(group, lang), [None if v is None else v / divisor for v in values]
        )
    totals = [bar.total for bar in plan.bars]
    sheet.add_series(_("Total", lang), [None if t is None else t / divisor for t in totals])
    return sheet


def _name_bars(plan: Stacked, lang: Lang) -> list[str]:
    """The years, with coverage or ≠ behind those that have no total."""
    return [
        bar.name
        if bar.total is not None
        else f"{bar.name} {plan.end_text(bar, lang).replace('† ', '†')}"
        for bar in plan.bars
    ]


def _draw_stacked(slide: Slide, box: Box, plan: Stacked, lang: Lang, alt: str) -> None:
    names = _name_bars(plan, lang)
    sheet = _stacked_sheet(plan, names, lang)
    title = plan.caption.title
    chart = add_chart(slide, box, XL_CHART_TYPE.BAR_STACKED, sheet, name=title, alt=alt)
    top = set_title(chart, title, plan.caption.subtitle, box, lang)
    width, height = points(box.width), points(box.height)
    # The totals stay in it: programs do not agree on which entry is left out.
    legend = LEGEND_HEIGHT / height
    show_legend(chart, top=top, height=legend, width=0.98)
    top += legend + 4 / height
    size = min(12.0, max(6.0, (1 - top) * height / len(names) * 0.72))
    left = max(theme.measure_text(name, size) for name in names) + 12
    room = max(theme.measure_text(plan.end_text(bar, lang), size) for bar in plan.bars) + 14
    _place_axes(chart, plan, size, room / max(room, width - left))
    set_plot(chart, left=left / width, top=top, right=0.995, bottom=0.995)
    _paint_segments(chart, plan, min(size, SHARE_SIZE), read_scheme(slide))
    _label_totals(chart, plan, size, lang)


def _place_axes(chart: Chart, plan: Stacked, size: float, free: float) -> None:
    """``free`` is the share of the plot behind the longest bar, where its total stands."""
    low, high = axis_ends(plan.bars, plan.scale)
    style_value_axis(chart, low, low + (high - low) / (1 - min(free, 0.5)))
    axis = chart.category_axis
    axis.reverse_order = True
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    finish_axis(axis._element, AXIS_LINE, size)
    set_label_step(axis._element, 1)
    chart.plots[0].gap_width = 40


def _paint_segments(chart: Chart, plan: Stacked, size: float, scheme: Mapping[str, str]) -> None:
    """A colour a group, and in the segments the shares that they have on the page."""
    for group, series in zip(plan.groups, chart.plots[0].series, strict=False):
        paint = region_paint(group[0]) if len(group) == 1 else BAR
        fill_series(series._element, paint)
        # The sheet keeps the number: a chart program knows no share, so its format spells it out.
        labels = {
            i: Label(literal_format(text), position="ctr")
            for i, text in enumerate(share_texts(plan, group))
            if text
        }
        label_points(series._element, labels, paint=choose_ink(paint, scheme), size=size)


def _label_totals(chart: Chart, plan: Stacked, size: float, lang: Lang) -> None:
    """The last series is not seen: it begins where its bar ends, and there its number stands."""
    series = chart.plots[0].series[-1]._element
    clear_series(series)
    labels = {
        i: Label(label_format(bar.total, plan.scale, lang, bar.quality_flags), position="inBase")
        for i, bar in enumerate(plan.bars)
        if bar.total is not None
    }
    label_points(series, labels, size=size)
