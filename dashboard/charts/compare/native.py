"""Two years of each region on a slide: native dots, joined by lines."""

from collections.abc import Mapping, Sequence
from functools import partial

from pptx.chart.chart import Chart
from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.slide import Slide

from dashboard.charts.compare.figure import Comparison, plan_compare
from dashboard.charts.contents import Contents
from dashboard.drawingml.data_sheet import CategorySheet
from dashboard.drawingml.native_charts import (
    AXIS_LINE,
    Label,
    Look,
    add_chart,
    add_high_low_lines,
    finish_axis,
    label_format,
    label_points,
    number_format,
    set_label_step,
    set_plot,
    set_title,
    show_legend,
    style_points,
    style_value_axis,
)
from dashboard.drawingml.slide_bodies import (
    SlideBody,
    describe_missing,
    make_empty_body,
    make_slide_body,
)
from dashboard.drawingml.text import ACCENT, REFERENCE, Box, points
from dashboard.drawingml.years import tick_code
from dashboard.graphics import theme
from dashboard.graphics.frame import make_ticks
from dashboard.graphics.points import Point, format_state, has_value
from dashboard.i18n import Lang

PAIRS_SHOWN = 16  # regions of two years on one slide
_EARLIER = Look(REFERENCE, width=0, size=9)
_LATER = Look(ACCENT, width=0, size=9)


def plan_slides(contents: Contents) -> list[SlideBody]:
    """Two years of each region, joined by a line; a year without a number is left empty."""
    plan = contents.apply(plan_compare)
    lang = contents.lang
    if plan is None:
        return [make_empty_body(contents.caption, lang)]
    more = _missing_years(plan, lang)
    pages = [plan.codes[i : i + PAIRS_SHOWN] for i in range(0, len(plan.codes), PAIRS_SHOWN)]

    def draw(slide: Slide, box: Box, *, codes: list[str]) -> None:
        _draw_dumbbell(slide, box, plan, codes, lang, contents.alt)

    return [
        make_slide_body(
            partial(draw, codes=codes), plan.caption, plan.notes_of(codes, lang), lang, more
        )
        for codes in pages
    ]


def _missing_years(plan: Comparison, lang: Lang) -> list[str]:
    """Which region has no number in which of the two years."""
    missing = []
    for year, side in zip(plan.years, (plan.before, plan.after), strict=True):
        for code in plan.codes:
            if not has_value(side.get(code)):
                missing.append((code, f"{year} {format_state(side.get(code), lang)}"))
    return describe_missing(missing, lang)


def _draw_dumbbell(
    slide: Slide, box: Box, plan: Comparison, codes: Sequence[str], lang: Lang, alt: str
) -> None:
    scale = plan.scale
    sides = (plan.before, plan.after)
    sheet = CategorySheet(number_format=number_format(scale))
    sheet.categories = [theme.place_name(c, lang) for c in codes]
    for year, side in zip(plan.years, sides, strict=True):
        known = [side.get(c) for c in codes]
        sheet.add_series(
            str(year), [p.value / scale.divisor if has_value(p) else None for p in known]
        )
    chart = add_chart(
        slide, box, XL_CHART_TYPE.LINE_MARKERS, sheet, name=plan.caption.title, alt=alt
    )
    top = set_title(chart, plan.caption.title, plan.caption.subtitle, box, lang)
    width, height = points(box.width), points(box.height)
    show_legend(chart, top=top, height=22 / height)
    _place_dumbbell_axes(chart, plan, codes, width, height, top + 40 / height, lang)
    add_high_low_lines(chart)
    low, high = _pair_ticks(plan)[0][0], _pair_ticks(plan)[0][-1]
    floor = (low + (high - low) * 0.08) * scale.divisor
    for series, look, side in zip(chart.plots[0].series, (_EARLIER, _LATER), sides, strict=True):
        style_points(series._element, look)
        labels = _pair_labels(codes, side, plan, floor, lang)
        label_points(series._element, labels, size=9.5)


def _pair_ticks(plan: Comparison) -> tuple[list[float], str]:
    values = [p.value for side in (plan.before, plan.after) for p in side.values() if has_value(p)]
    low, high = min(values) / plan.scale.divisor, max(values) / plan.scale.divisor
    ticks, tick_format = make_ticks(low, high)
    return (ticks if len(ticks) > 1 else [ticks[0], ticks[0] + 1]), tick_format


def _pair_labels(
    codes: Sequence[str], side: Mapping[str, Point], plan: Comparison, floor: float, lang: Lang
) -> dict[int, Label]:
    """The larger of two numbers stands above, the smaller below; beside below ``floor``."""
    is_before = side is plan.before
    other = plan.after if is_before else plan.before
    labels = {}
    for i, code in enumerate(codes):
        point, twin = side.get(code), other.get(code)
        if has_value(point):
            # Of two equal numbers the earlier one stands below.
            mine = (point.value, not is_before)
            is_lower = has_value(twin) and mine < (twin.value, is_before)
            below = "r" if point.value < floor else "b"
            form = label_format(point.value, plan.scale, lang, point.quality_flags)
            labels[i] = Label(form, position=below if is_lower else "t")
    return labels


def _place_dumbbell_axes(
    chart: Chart,
    plan: Comparison,
    codes: Sequence[str],
    width: float,
    height: float,
    top: float,
    lang: Lang,
) -> None:
    ticks, tick_format = _pair_ticks(plan)
    labels = [f"{t:{tick_format}}" for t in ticks]
    left = max(theme.measure_text(t, 10) for t in labels) + 10
    room = (width - left) / len(codes)
    widest = max(theme.measure_text(theme.place_name(c, lang), 1) for c in codes)
    size = min(11.0, max(6.0, room / widest * 0.95))
    set_plot(chart, left=left / width, top=top, right=0.995, bottom=1 - 26 / height)
    step, code = ticks[1] - ticks[0], tick_code(tick_format)
    style_value_axis(chart, ticks[0], ticks[-1], step=step, code=code, size=10)
    axis = chart.category_axis
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    finish_axis(axis._element, AXIS_LINE, size)
    set_label_step(axis._element, 1)
