"""A ranking on a slide: native bars, and beside those of a count its per-capita reading as text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.text import MSO_ANCHOR
from pptx.shapes.group import GroupShape
from pptx.slide import Slide

from dashboard.charts.contents import Contents
from dashboard.charts.ranking.figure import Ranking, plan_ranking
from dashboard.drawingml.data_sheet import CategorySheet
from dashboard.drawingml.native_charts import (
    AXIS_LINE,
    Label,
    add_chart,
    fill_bar,
    fill_series,
    finish_axis,
    label_format,
    label_points,
    name_shape,
    number_format,
    set_label_step,
    set_plot,
    set_title,
    style_value_axis,
)
from dashboard.drawingml.slide_bodies import (
    SlideBody,
    describe_missing,
    make_empty_body,
    make_slide_body,
)
from dashboard.drawingml.text import (
    ACCENT,
    BAR,
    PER_HEAD,
    QUIET,
    REFERENCE,
    Box,
    Paint,
    emu,
    points,
    write_text,
)
from dashboard.formats import has_usual_decimals
from dashboard.graphics import theme
from dashboard.graphics.points import format_label
from dashboard.i18n import Lang

ROWS_SHOWN = 30  # bars on one slide
_BOTTOM = 0.995  # of the plot, as a share of the height of the chart
_HEADING_SIZE = 9.0  # points


def plan_slides(contents: Contents) -> list[SlideBody]:
    """Bars, largest first; those without a number are named beside an empty cell."""
    ranking = contents.apply(plan_ranking)
    lang = contents.lang
    if ranking is None:
        return [make_empty_body(contents.caption, lang)]
    rows = _ranking_rows(ranking, lang)
    pages = [rows[i : i + ROWS_SHOWN] for i in range(0, len(rows), ROWS_SHOWN)]
    more = describe_missing(ranking.missing, lang)

    def draw(slide: Slide, box: Box, *, page: list[Row]) -> None:
        _draw_ranking(slide, box, ranking, page, lang, contents.alt)

    return [
        make_slide_body(
            partial(draw, page=page),
            ranking.caption,
            ranking.notes_of([row.region for row in page], lang),
            lang,
            more,
        )
        for page in pages
    ]


@dataclass(frozen=True)
class Row:
    """One bar: its name, its number (base unit) if there is one, and how it looks."""

    region: str
    name: str
    value: float | None
    quality_flags: str = ""
    paint: Paint = BAR


def _ranking_rows(ranking: Ranking, lang: Lang) -> list[Row]:
    rows = []
    for point in ranking.ranked:
        paint = ACCENT if point.region == ranking.highlight else BAR
        name = theme.place_name(point.region, lang)
        rows.append(Row(point.region, name, point.value, point.quality_flags, paint))
    if ranking.is_rate and ranking.reference is not None:
        # A line at the parent's rate would not move with the data sheet; a bar of its own does.
        at = sum(p.value >= ranking.reference for p in ranking.ranked)
        name = theme.place_name(ranking.parent, lang)
        rows.insert(
            at, Row(ranking.parent, name, ranking.reference, ranking.reference_flags, REFERENCE)
        )
    form = "{}（{}）" if lang == "zh" else "{} ({})"
    missing = ((c, form.format(theme.place_name(c, lang), s)) for c, s in ranking.missing)
    return [*rows, *(Row(code, name, None) for code, name in missing)]


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
    per_head = {row.region: _label_per_head(ranking, row, lang) for row in rows}
    chart = add_chart(
        slide, box, XL_CHART_TYPE.BAR_CLUSTERED, sheet, name=ranking.caption.title, alt=alt
    )
    top = set_title(chart, ranking.caption.title, _measure_line(ranking, lang), box, lang)
    width, height = points(box.width), points(box.height)
    size = min(12.0, max(6.0, (1 - top) * height / len(rows) * 0.72))
    left = max(theme.measure_text(row.name, size) for row in rows) + 12
    known = {
        i: (row.value, row.quality_flags) for i, row in enumerate(rows) if row.value is not None
    }
    texts = [
        format_label(value, scale, lang, quality_flags) for value, quality_flags in known.values()
    ]
    room = max((theme.measure_text(t, size) for t in texts), default=0) + 10
    column = max(theme.measure_text(t, size) for t in per_head.values())
    room += column + 16 if column else 0
    if ranking.per_head and column:
        top += 1.5 * _HEADING_SIZE / height
        _add_column(slide, box, rows, per_head, ranking.per_head.title, top, size, lang)
    set_plot(chart, left=left / width, top=top, right=1 - room / width, bottom=_BOTTOM)
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
    unsettled = {
        i: Label(label_format(value, scale, lang, quality_flags), position="outEnd")
        for i, (value, quality_flags) in known.items()
        if quality_flags or value < 0 or not has_usual_decimals(value, scale)
    }
    label_points(series, unsettled, size=size, others=Label(number_format(scale), "outEnd"))


def _label_per_head(ranking: Ranking, row: Row, lang: Lang) -> str:
    return ranking.per_head.label(row.region, lang) if ranking.per_head else ""


def _add_column(
    slide: Slide,
    box: Box,
    rows: Sequence[Row],
    texts: Mapping[str, str],
    title: str,
    top: float,
    size: float,
    lang: Lang,
) -> None:
    """The per-capita numbers at the right edge of a chart, beside their bars, and above them what they are.

    ``top`` is where the bars begin, as a share of the height of the chart. Each number is a text of
    its own in one group, by which ``briefing.checks`` finds it.
    """
    step = (_BOTTOM - top) * box.height / len(rows)
    group = slide.shapes.add_group_shape()
    name_shape(group._element, PER_HEAD)
    wide, high = box.width // 2, emu(1.5 * size)
    for i, row in enumerate(rows):
        if text := texts[row.region]:
            middle = box.top + round(top * box.height + (i + 0.5) * step)
            place = Box(box.right - wide, middle - high // 2, wide, high)
            _add_text(group, place, row.name, text, size, lang)
    high = emu(1.4 * _HEADING_SIZE)
    above = Box(box.right - wide, box.top + round(top * box.height) - high, wide, high)
    _add_text(group, above, PER_HEAD, title, _HEADING_SIZE, lang)


def _add_text(group: GroupShape, place: Box, name: str, text: str, size: float, lang: Lang) -> None:
    shape = group.shapes.add_textbox(*place.lengths)
    name_shape(shape._element, name)
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame.word_wrap = True  # otherwise the box shrinks to its text, about its middle
    write_text(frame, [text], size, lang, paint=QUIET, align="r")


def _measure_line(ranking: Ranking, lang: Lang) -> str:
    """Measure and unit; for a count also the parent's figure, which no bar can be held against."""
    if ranking.reference is None or ranking.is_rate:
        return ranking.caption.subtitle
    return f"{ranking.caption.subtitle}　{ranking.tell_reference(lang)}"
