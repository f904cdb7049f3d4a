"""Small charts, one a region, on the same axes."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.catalogue import Indicator
from dashboard.charts.trend.figure import (
    break_shape,
    extra_notes,
    join_cuts,
    make_dotted,
    make_line,
    value_range,
)
from dashboard.formats import Scale, choose_scale
from dashboard.graphics import theme
from dashboard.graphics.frame import (
    Caption,
    Paper,
    Plot,
    PlotlyDict,
    fit_rows,
    make_axis,
    make_empty,
    make_figure,
    make_text,
    make_ticks,
    tick_width,
    with_measure,
    with_note,
)
from dashboard.graphics.points import Notes, Point, group_points, has_value, read_points
from dashboard.i18n import Lang
from dashboard.i18n import gettext as _

PANEL_HEIGHT = 78
PANEL_GAP = 34  # pixels between two rows of panels: the name of the lower one stands there
COLUMNS = 3  # on a page
# On tight paper: panels side by side, and the share of their height that they may shrink to.
TIGHT_COLUMNS, TIGHTEST_SHARE = 4, 0.6


def _count_columns(count: int, paper: Paper | None) -> int:
    """Columns of ``count`` panels: on paper about as many as rows, so that the panels are wide."""
    if paper and paper.is_tight:
        return math.ceil(count / math.ceil(count / TIGHT_COLUMNS))
    return min(count, math.ceil(math.sqrt(1.2 * count))) if paper else COLUMNS


def _panel_axes(index: int, count: int, columns: int, plan: "Multiples") -> PlotlyDict:
    """The two axes of one panel, placed in a grid of ``columns``."""
    first, last, ticks = plan.first, plan.last, plan.ticks
    rows = -(-count // columns)
    row, column = divmod(index, columns)
    height = rows * PANEL_HEIGHT + (rows - 1) * PANEL_GAP
    top = 1 - row * (PANEL_HEIGHT + PANEL_GAP) / height
    gap = 0.18 / columns
    width = (1 - gap * (columns - 1)) / columns
    left = column * (width + gap)
    pad = max(0.3, (last - first) * 0.06)
    is_lowest = index + columns >= count
    suffix = "" if index == 0 else str(index + 1)
    return {
        f"xaxis{suffix}": make_axis(
            domain=[left, left + width],
            anchor=f"y{suffix}",
            range=[first - pad, last + pad],
            tickmode="array",
            tickvals=sorted({first, last}),
            tickformat="d",
            showticklabels=is_lowest,
        ),
        f"yaxis{suffix}": make_axis(
            domain=[max(0.0, top - PANEL_HEIGHT / height), min(1.0, top)],
            anchor=f"x{suffix}",
            range=[ticks[0], ticks[-1]],
            tickmode="array",
            tickvals=list(ticks),
            tickformat=plan.tick_format,
            showticklabels=column == 0,
            showgrid=True,
            gridcolor=theme.GRID,
        ),
    }


def _panel_title(code: str, suffix: str, lang: Lang) -> PlotlyDict:
    return make_text(
        f"<b>{theme.place_name(code, lang)}</b>",
        x=0,
        y=1,
        size=12,
        xref=f"x{suffix} domain",
        yref=f"y{suffix} domain",
        xanchor="left",
        yanchor="bottom",
    )


def _panel_reference(
    years: Mapping[int, Point], cuts: Mapping[int, str], draw: Callable[..., PlotlyDict]
) -> PlotlyDict:
    """The grey line of every panel, without the hover text, which would be most of the figure."""
    line = draw(years, cuts=cuts, colour=theme.PANEL_LINE, symbol="circle", width=2, size=1)
    kept = {k: v for k, v in line.items() if k not in ("text", "hovertemplate")}
    return {**kept, "hoverinfo": "skip"}


@dataclass(frozen=True)
class Multiples:
    """What small charts show, worked out once for a figure and for slides."""

    lines: dict[str, Mapping[int, Point]]  # by region, a panel each
    cuts: dict[str, Mapping[int, str]]  # by region: the years before which its line is cut, and why
    reference: str | None  # the region that is grey in every panel
    reference_line: Mapping[int, Point]
    scale: Scale
    first: int
    last: int
    ticks: list[float]  # in the unit of the scale
    tick_format: str  # d3
    breaks: list[tuple[int, str]]
    caption: Caption
    absent: list[str]  # regions without a number, which have no panel

    def notes_of(self, codes: Iterable[str], lang: Lang) -> Notes:
        """What the foot says where the panels of ``codes`` are drawn."""
        codes = list(codes)
        lines = [self.lines[c] for c in codes] + [self.reference_line]
        drawn = [p for line in lines for p in line.values() if has_value(p)]
        cuts = [self.cuts[c] for c in codes]
        return extra_notes(drawn, self.absent, self.breaks, cuts, lang)

    @property
    def break_years(self) -> list[int]:
        """The first years of redefined series."""
        return [year for year, _reason in self.breaks]


def plan_multiples(
    figures: pd.DataFrame,
    indicator: Indicator,
    *,
    regions: Sequence[str],
    lang: Lang,
    caption: Caption,
    reference: str | None = None,
    breaks: Sequence[tuple[int, str]] = (),
    cuts: Mapping[str, Mapping[int, str]] = MappingProxyType({}),
    scale: Scale | None = None,
) -> Multiples | None:
    """What ``make_multiples`` draws of the same arguments; None without a number."""
    points = group_points(read_points(figures))
    wanted = [c for c in regions if c != reference]
    cities = [c for c in wanted if any(map(has_value, points.get(c, {}).values()))]
    if not cities:
        return None
    if reference is not None and not any(map(has_value, points.get(reference, {}).values())):
        reference = None
    codes = [*cities, *([] if reference is None else [reference])]
    drawn = [p for c in codes for p in points[c].values() if has_value(p)]
    values = [p.value for p in drawn]
    scale = scale or choose_scale(values, indicator, lang)
    first, last = min(p.year for p in drawn), max(p.year for p in drawn)
    breaks = [b for b in breaks if first < b[0] <= last]
    lowest, highest = value_range([v / scale.divisor for v in values], indicator)
    ticks, tick_format = make_ticks(lowest, highest, 3)
    framed = with_measure(caption, indicator, scale, lang)
    if reference is not None:
        name = theme.place_name(reference, lang)
        framed = with_note(framed, _("Grey line: {name}", lang, name=name))
    return Multiples(
        lines={c: points[c] for c in cities},
        cuts=join_cuts(codes, cuts, breaks),
        reference=reference,
        reference_line={} if reference is None else points[reference],
        scale=scale,
        first=first,
        last=last,
        ticks=ticks,
        tick_format=tick_format,
        breaks=breaks,
        caption=framed,
        absent=[c for c in wanted if c not in cities],
    )


def make_multiples(
    figures: pd.DataFrame, indicator: Indicator, *, lang: Lang, caption: Caption, **options: Any
) -> go.Figure:
    """One small panel a region, all with the same axes, ``reference`` grey in each.

    ``figures`` are rows of one indicator, ``options`` those of ``plan_multiples``. Regions without
    a number have no panel and are named at the foot; gaps and breaks are kept as in ``make_trend``.
    """
    plan = plan_multiples(figures, indicator, lang=lang, caption=caption, **options)
    if plan is None:
        return make_empty(caption, lang=lang)
    draw = partial(make_line, scale=plan.scale, lang=lang)
    grey = (
        _panel_reference(plan.reference_line, plan.cuts[plan.reference], draw)
        if plan.reference
        else None
    )
    # The lowest row has no gap under it.
    room = Plot([], {}, 0, above=26, below=22 - TIGHTEST_SHARE * PANEL_GAP)
    row_height = TIGHTEST_SHARE * (PANEL_HEIGHT + PANEL_GAP)
    notes = plan.notes_of(plan.lines, lang)
    lines, parts = fit_rows(
        list(plan.lines.items()), row_height, room, plan.caption, notes, lang,
        columns=TIGHT_COLUMNS,
    )  # fmt: skip
    count = len(lines)
    columns = _count_columns(count, caption.paper)
    data: list[PlotlyDict] = []
    layout: PlotlyDict = {"shapes": [], "annotations": []}
    for i, (code, years) in enumerate(lines):
        suffix = "" if i == 0 else str(i + 1)
        drawn = [grey] if grey else []
        colour, cuts = theme.region_colour(code), plan.cuts[code]
        dotted = make_dotted(years, cuts, scale=plan.scale, colour=colour)
        drawn += [dotted] if dotted["x"] else []
        drawn.append(draw(years, cuts=cuts, colour=colour, symbol="circle", width=2, size=4))
        data += [{**line, "xaxis": f"x{suffix}", "yaxis": f"y{suffix}"} for line in drawn]
        layout.update(_panel_axes(i, count, columns, plan))
        layout["shapes"] += [break_shape(year, suffix) for year in plan.break_years]
        layout["annotations"].append(_panel_title(code, suffix, lang))
    rows = -(-count // columns)
    height = rows * PANEL_HEIGHT + (rows - 1) * PANEL_GAP
    return make_figure(
        Plot(
            data,
            layout,
            height,
            left=tick_width(plan.ticks, plan.tick_format) + 8,
            right=10,
            above=26,
            below=22,
            tightest=TIGHTEST_SHARE * height,
            parts=parts,
        ),
        plan.caption,
        lang=lang,
        notes=plan.notes_of([code for code, _years in lines], lang),
    )
