"""Years along a native chart: the columns of its data sheet, its axis, gaps at breaks."""

import math
from collections.abc import Collection, Mapping, Sequence

from pptx.chart.chart import Chart
from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK

from dashboard.drawingml.native_charts import (
    AXIS_LINE,
    LABEL_SIZE,
    cross_at_points,
    finish_axis,
    set_label_step,
)
from dashboard.graphics.points import Point, has_value

BREAK = "┆"  # the category that stands between years over which a line is not drawn


def year_columns(first: int, last: int, cuts: Collection[int]) -> list[int | None]:
    """The years of a data sheet, every one; None before each at which a line is cut."""
    columns: list[int | None] = []
    for year in range(first, last + 1):
        if year in cuts and columns:
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


def find_unsettled(years: Mapping[int, Point], columns: Sequence[int | None]) -> list[int]:
    """The columns, counted from 0, whose number is drawn hollow."""
    return [
        i
        for i, year in enumerate(columns)
        if year is not None and year in years and years[year].is_unsettled
    ]


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
