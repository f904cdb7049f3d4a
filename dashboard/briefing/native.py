"""Native charts: what a page draws, as charts that PowerPoint and WPS can edit. One builder a kind.

Their data sheets hold the numbers as they are drawn, in full precision; a gap is an empty cell.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from pptx.chart.chart import Chart
from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.slide import Slide

from dashboard.briefing.chart_parts import (
    AXIS_LINE,
    LABEL_SIZE,
    Label,
    Look,
    add_chart,
    cross_at_points,
    fill_bar,
    fill_series,
    finish_axis,
    hollow_points,
    label_format,
    label_points,
    number_format,
    set_label_step,
    set_plot,
    set_title,
    style_line,
    style_value_axis,
)
from dashboard.briefing.data_sheet import CategorySheet
from dashboard.briefing.house import Box
from dashboard.briefing.paint import (
    ACCENT,
    BAR,
    DASHES,
    FAINT,
    REFERENCE,
    SYMBOLS,
    Paint,
    points,
    region_paint,
)
from dashboard.briefing.pieces import Piece, describe_missing, make_empty_piece, make_piece
from dashboard.charts import theme
from dashboard.charts.frame import spread_labels
from dashboard.charts.points import Point, format_label, has_value
from dashboard.charts.ranking import Ranking, plan_ranking
from dashboard.charts.trend import Trend, plan_trend
from dashboard.formats import format_value
from dashboard.i18n import Lang
from dashboard.i18n import gettext as _
from dashboard.views.drawings import Contents

ROWS_SHOWN = 30  # bars on one slide
MOST_NUMBERS = 16  # numbers on a line that is alone
BREAK = "┆"  # the category that stands for a break in the series


def year_columns(first: int, last: int, breaks: Sequence[int]) -> list[int | None]:
    """The years of a data sheet, every one; None before the first year of a redefined series."""
    columns: list[int | None] = []
    for year in range(first, last + 1):
        if year in breaks and columns:
            columns.append(None)
        columns.append(year)
    return columns


def name_columns(columns: Sequence[int | None]) -> list[str]:
    """The categories of a data sheet."""
    return [BREAK if year is None else str(year) for year in columns]


def read_values(
    years: Mapping[int, Point], columns: Sequence[int | None], divisor: float
) -> list[float | None]:
    """The numbers of a line in the unit of its chart; None for a gap."""
    found = [years.get(year) if year is not None else None for year in columns]
    return [p.value / divisor if has_value(p) else None for p in found]


def plan_trend_pieces(contents: Contents) -> list[Piece]:
    """Lines over the years: gaps stay gaps, a line is cut at a break."""
    trend = contents.apply(plan_trend)
    lang = contents.lang
    if trend is None:
        return [make_empty_piece(contents.caption, lang)]

    def draw(slide: Slide, box: Box) -> None:
        _draw_trend(slide, box, trend, lang, contents.alt)

    return [make_piece(draw, trend.caption, trend.notes, lang)]


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
    columns = year_columns(trend.first, trend.last, trend.break_years)
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


def _end_suffixes(trend: Trend, lang: Lang) -> dict[str, str]:
    """What stands behind the last number of a line: its year, when others go on."""
    ends = {c: trend.end(c).year for c in trend.lines}
    last = max(ends.values())
    form = "（{}）" if lang == "zh" else " ({})"
    return {c: "" if year == last else form.format(year) for c, year in ends.items()}


def _end_texts(trend: Trend, order: Sequence[str], lang: Lang) -> dict[str, str]:
    """The labels at the ends of lines in full, to measure them."""
    scale, suffixes = trend.scale, _end_suffixes(trend, lang)
    texts = {}
    for code in order:
        if code in trend.labelled or code == trend.reference:
            end = trend.end(code)
            number = format_label(end.value, scale, lang, end.doubts)
            texts[code] = f"{theme.place_name(code, lang)} {number}{suffixes[code]}"
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


def tick_code(d3_format: str) -> str:
    """The number format of ticks: ``,.1f`` → ``#,##0.0``."""
    decimals = int(d3_format.removeprefix(",.").removesuffix("f"))
    return "#,##0" + (f".{'0' * decimals}" if decimals else "")


def style_year_axis(chart: Chart, count: int, width_pt: float) -> None:
    """Years under the plot, as many as fit; the first and last stand at its edges."""
    axis = chart.category_axis
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    size = min(LABEL_SIZE, max(7.0, width_pt / count / 2.9))
    finish_axis(axis._element, AXIS_LINE, size)
    set_label_step(axis._element, max(1, math.ceil(count * size * 2.8 / max(width_pt, 1))))
    cross_at_points(chart)


def _style_trend_lines(
    chart: Chart,
    trend: Trend,
    order: Sequence[str],
    columns: Sequence[int | None],
    lang: Lang,
    plot_height: float,
    chart_height: float,
) -> None:
    scale, suffixes = trend.scale, _end_suffixes(trend, lang)
    labelled = [c for c in order if c in trend.labelled or c == trend.reference]
    shifts = _spread(trend, labelled, plot_height, chart_height)
    series = [s._element for s in chart.plots[0].series]
    for code, element in zip(order, series, strict=False):
        look = _trend_look(trend, code)
        style_line(element, look)
        line = trend.lines[code]
        doubtful = [i for i, y in enumerate(columns) if y in line and line[y].is_doubtful]
        hollow_points(element, doubtful, look)
        if code in labelled:
            end = trend.end(code)
            code_ = label_format(end.value, scale, lang, end.doubts, suffixes[code])
            label = Label(code_, name=True, shift=shifts[code])
            paint = REFERENCE if code == trend.reference else look.paint
            label_points(element, {columns.index(end.year): label}, paint=paint)
    if trend.targets:
        look = Look(ACCENT, width=1.5, dash="sysDot", symbol="diamond", size=9)
        style_line(series[-1], look)
        label = Label(number_format(scale), name=True, shift=shifts["target"])
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
        i: Label(label_format(line[year].value, trend.scale, lang, line[year].doubts), position="t")
        for i, year in enumerate(columns)
        if year is not None and has_value(line.get(year))
    }
    label_points(chart.plots[0].series[0]._element, labels)


def plan_ranking_pieces(contents: Contents) -> list[Piece]:
    """Bars, largest first; those without a number are named beside an empty cell."""
    ranking = contents.apply(plan_ranking)
    lang = contents.lang
    if ranking is None:
        return [make_empty_piece(contents.caption, lang)]
    rows = _ranking_rows(ranking, lang)
    pages = [rows[i : i + ROWS_SHOWN] for i in range(0, len(rows), ROWS_SHOWN)]
    more = describe_missing(ranking.missing, lang)

    def draw(slide: Slide, box: Box, *, page: list[Row]) -> None:
        _draw_ranking(slide, box, ranking, page, lang, contents.alt)

    return [
        make_piece(partial(draw, page=page), ranking.caption, ranking.notes, lang, more)
        for page in pages
    ]


@dataclass(frozen=True)
class Row:
    """One bar: its name, its number (base unit) if there is one, and how it looks."""

    name: str
    value: float | None
    doubts: str = ""
    paint: Paint = BAR


def _ranking_rows(ranking: Ranking, lang: Lang) -> list[Row]:
    rows = []
    for point in ranking.ranked:
        paint = ACCENT if point.region == ranking.highlight else BAR
        name = theme.place_name(point.region, lang)
        rows.append(Row(name, point.value, point.doubts, paint))
    if ranking.is_rate and ranking.reference is not None:
        # A line at the parent's rate would not move with the data sheet; a bar of its own does.
        at = sum(p.value >= ranking.reference for p in ranking.ranked)
        name = theme.place_name(ranking.parent, lang)
        rows.insert(at, Row(name, ranking.reference, paint=REFERENCE))
    form = "{}（{}）" if lang == "zh" else "{} ({})"
    names = [(theme.place_name(c, lang), state) for c, state in ranking.missing]
    return [*rows, *(Row(form.format(*pair), None) for pair in names)]


def _draw_ranking(
    slide: Slide, box: Box, ranking: Ranking, rows: Sequence[Row], lang: Lang, alt: str
) -> None:
    scale = ranking.scale
    sheet = CategorySheet(number_format=number_format(scale))
    sheet.categories = [row.name for row in rows]
    sheet.add_series(
        ranking.caption.subtitle,
        [None if row.value is None else row.value / scale.divisor for row in rows],
    )
    chart = add_chart(
        slide, box, XL_CHART_TYPE.BAR_CLUSTERED, sheet, name=ranking.caption.title, alt=alt
    )
    top = set_title(chart, ranking.caption.title, _measure_line(ranking, lang), box, lang)
    width, height = points(box.width), points(box.height)
    size = min(12.0, max(6.0, (1 - top) * height / len(rows) * 0.72))
    left = max(theme.measure_text(row.name, size) for row in rows) + 12
    known = [(i, row) for i, row in enumerate(rows) if row.value is not None]
    texts = [format_label(row.value, scale, lang, row.doubts) for _i, row in known]
    room = max((theme.measure_text(t, size) for t in texts), default=0) + 10
    set_plot(chart, left=left / width, top=top, right=1 - room / width, bottom=0.995)
    style_value_axis(chart, *ranking.ends)
    axis = chart.category_axis
    axis.reverse_order = True
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    finish_axis(axis._element, AXIS_LINE, size)
    set_label_step(axis._element, 1)
    chart.plots[0].gap_width = 45
    series = chart.plots[0].series[0]._element
    fill_series(series, BAR)
    for i, row in enumerate(rows):
        if row.paint != BAR:
            fill_bar(series, i, row.paint)
    doubtful = {
        i: Label(label_format(row.value, scale, lang, row.doubts), position="outEnd")
        for i, row in known
        if row.doubts or row.value < 0
    }
    label_points(series, doubtful, size=size, others=Label(number_format(scale), "outEnd"))


def _measure_line(ranking: Ranking, lang: Lang) -> str:
    """Measure and unit; for a count also the parent's figure, which no bar can be held against."""
    if ranking.reference is None or ranking.is_rate:
        return ranking.caption.subtitle
    value = format_value(ranking.reference, ranking.scale, lang)
    return f"{ranking.caption.subtitle}　{theme.place_name(ranking.parent, lang)} {value}"
