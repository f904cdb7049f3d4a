"""Native charts that hold regions against each other: two years, small charts, one among all."""

import math
from collections.abc import Mapping, Sequence
from functools import partial

from pptx.chart.chart import Chart
from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.slide import Slide

from dashboard.briefing.chart_parts import (
    AXIS_LINE,
    Label,
    Look,
    add_chart,
    add_high_low_lines,
    cross_at_points,
    finish_axis,
    hollow_points,
    label_format,
    label_points,
    number_format,
    set_axis_title,
    set_label_step,
    set_plot,
    set_title,
    show_legend,
    style_line,
    style_points,
    style_value_axis,
    write_labels,
)
from dashboard.briefing.data_sheet import CategorySheet, XySheet
from dashboard.briefing.house import Box
from dashboard.briefing.native import (
    name_columns,
    read_values,
    tick_code,
    year_columns,
)
from dashboard.briefing.paint import ACCENT, BAR, REFERENCE, emu, points, region_paint
from dashboard.briefing.pieces import (
    Piece,
    add_heading,
    describe_missing,
    make_empty_piece,
    make_piece,
)
from dashboard.charts import theme
from dashboard.charts.dumbbell import Dumbbell, plan_dumbbell
from dashboard.charts.frame import make_ticks
from dashboard.charts.multiples import Multiples, plan_multiples
from dashboard.charts.points import Point, format_label, format_state, has_value
from dashboard.charts.strip import Strip, plan_strip
from dashboard.i18n import Lang
from dashboard.views.drawings import Contents

PAIRS_SHOWN = 16  # regions of two years on one slide
PANELS_SHOWN = 12  # small charts on one slide
PANEL_COLUMNS = 4
_EARLIER = Look(REFERENCE, width=0, size=9)
_LATER = Look(ACCENT, width=0, size=9)


def plan_dumbbell_pieces(contents: Contents) -> list[Piece]:
    """Two years of each region, joined by a line; a year without a number is left empty."""
    plan = contents.apply(plan_dumbbell)
    lang = contents.lang
    if plan is None:
        return [make_empty_piece(contents.caption, lang)]
    more = _missing_years(plan, lang)
    pages = [plan.codes[i : i + PAIRS_SHOWN] for i in range(0, len(plan.codes), PAIRS_SHOWN)]

    def draw(slide: Slide, box: Box, *, codes: list[str]) -> None:
        _draw_dumbbell(slide, box, plan, codes, lang, contents.alt)

    return [
        make_piece(partial(draw, codes=codes), plan.caption, plan.notes, lang, more)
        for codes in pages
    ]


def _missing_years(plan: Dumbbell, lang: Lang) -> list[str]:
    """Which region has no number in which of the two years."""
    missing = []
    for year, side in zip(plan.years, (plan.before, plan.after), strict=True):
        for code in plan.codes:
            if not has_value(side.get(code)):
                missing.append((code, f"{year} {format_state(side.get(code), lang)}"))
    return describe_missing(missing, lang)


def _draw_dumbbell(
    slide: Slide, box: Box, plan: Dumbbell, codes: Sequence[str], lang: Lang, alt: str
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


def _pair_ticks(plan: Dumbbell) -> tuple[list[float], str]:
    values = [p.value for side in (plan.before, plan.after) for p in side.values() if has_value(p)]
    low, high = min(values) / plan.scale.divisor, max(values) / plan.scale.divisor
    ticks, tick_format = make_ticks(low, high)
    return (ticks if len(ticks) > 1 else [ticks[0], ticks[0] + 1]), tick_format


def _pair_labels(
    codes: Sequence[str], side: Mapping[str, Point], plan: Dumbbell, floor: float, lang: Lang
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
            form = label_format(point.value, plan.scale, lang, point.doubts)
            labels[i] = Label(form, position=below if is_lower else "t")
    return labels


def _place_dumbbell_axes(
    chart: Chart,
    plan: Dumbbell,
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


def plan_multiples_pieces(contents: Contents) -> list[Piece]:
    """A small line chart for each region, on the same axes, twelve on a slide."""
    plan = contents.apply(plan_multiples)
    lang = contents.lang
    if plan is None:
        return [make_empty_piece(contents.caption, lang)]
    codes = list(plan.lines)
    pages = [codes[i : i + PANELS_SHOWN] for i in range(0, len(codes), PANELS_SHOWN)]

    def draw(slide: Slide, box: Box, *, codes: list[str]) -> None:
        _draw_multiples(slide, box, plan, codes, lang)

    return [make_piece(partial(draw, codes=page), plan.caption, plan.notes, lang) for page in pages]


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
    columns = year_columns(plan.first, plan.last, plan.break_years)
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
    line = plan.lines[code]
    doubtful = [i for i, y in enumerate(columns) if y in line and line[y].is_doubtful]
    hollow_points(chart.plots[0].series[-1]._element, doubtful, looks[-1])


def _name_years(chart: Chart, plan: Multiples) -> None:
    """The first and the last year under a panel, which has no room for those between."""
    axis = chart.category_axis
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    finish_axis(axis._element, AXIS_LINE, 8)
    set_axis_title(axis._element, f"{plan.first}–{plan.last}", 8)
    cross_at_points(chart)


def plan_strip_pieces(contents: Contents) -> list[Piece]:
    """Dots of all regions on one line, the chosen one large and in the accent colour."""
    plan = contents.apply(plan_strip)
    lang = contents.lang
    if plan is None:
        return [make_empty_piece(contents.caption, lang)]

    def draw(slide: Slide, box: Box) -> None:
        _draw_strip(slide, box, plan, lang, contents.alt)

    return [make_piece(draw, plan.caption, plan.notes, lang)]


def _draw_strip(slide: Slide, box: Box, plan: Strip, lang: Lang, alt: str) -> None:
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
        if point.is_doubtful:
            hollow_points(series._element, [0], look)
        if point.region in labels:
            write_labels(
                series._element,
                *labels[point.region],
                lang=lang,
                paint=look.paint if is_chosen else None,
            )


def _strip_labels(plan: Strip, lang: Lang) -> dict[str, tuple[str, str]]:
    """Text and side of the labels: the smallest and the largest below, the chosen one above."""
    labels = {}
    for point, side in [(plan.known[0], "b"), (plan.known[-1], "b"), (plan.chosen, "t")]:
        if point:
            number = format_label(point.value, plan.scale, lang, point.doubts)
            labels[point.region] = (f"{theme.place_name(point.region, lang)} {number}", side)
    return labels


def _place_strip_axes(chart: Chart, plan: Strip) -> None:
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
