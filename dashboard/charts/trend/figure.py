"""Trend: lines of regions over the years, with gaps, breaks, targets and quality flags."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.catalogue import Indicator
from dashboard.formats import Scale, choose_scale, name_part_of_year
from dashboard.graphics import theme
from dashboard.graphics.frame import (
    Caption,
    Plot,
    PlotlyDict,
    free_height,
    make_axis,
    make_empty,
    make_figure,
    make_text,
    make_ticks,
    spread_labels,
    tick_width,
    with_measure,
    year_ticks,
)
from dashboard.graphics.points import (
    KnownPoint,
    Notes,
    Point,
    format_hover,
    format_label,
    group_points,
    has_value,
    is_part,
    join_names,
    make_notes,
    read_points,
)
from dashboard.i18n import Lang, mark
from dashboard.i18n import gettext as _
from dashboard.lists import join_clauses

PLOT_HEIGHT = 300
LABEL_GAP = 15
TIGHTEST_HEIGHT, TIGHTEST_GAP = 100, 13  # on tight paper, of the plot and between two labels
LEAST_HEIGHT = 260  # on paper: labels that lie LABEL_GAP apart in PLOT_HEIGHT do not touch yet
MOST_LABELLED = 8  # with more lines than this, only the outermost are coloured and labelled
TOP_LABELLED = 3
BOTTOM_LABELLED = 2

Years = Mapping[int, Point]


def read_line(years: Years, cuts: Collection[int]) -> tuple[list[float], list[KnownPoint | None]]:
    """Years and points of one region; None for each gap and at each cut of the line.

    Every year between the first and the last with a number is present, so a line never joins over
    a missing year. A cut lies before its year: between the two.
    """
    known = [year for year, point in years.items() if has_value(point)]
    xs: list[float] = []
    points: list[KnownPoint | None] = []
    if not known:
        return xs, points
    for year in range(min(known), max(known) + 1):
        if year in cuts and xs:
            xs.append(year - 0.5)
            points.append(None)
        point = years.get(year)
        xs.append(year)
        points.append(point if has_value(point) else None)
    return xs, points


def make_line(
    years: Years, *, cuts: Collection[int], scale: Scale, lang: Lang, colour: str, symbol: str,
    width: float, size: float, dash: str = "solid",
) -> PlotlyDict:  # fmt: skip
    """One region's line as a plotly trace: unsettled points are hollow, gaps are None."""
    xs, points = read_line(years, cuts)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": xs,
        "y": [p.value / scale.divisor if p else None for p in points],
        "text": [format_hover(p, scale, lang) if p else "" for p in points],
        "hovertemplate": "%{text}<extra></extra>",
        "connectgaps": False,
        "cliponaxis": False,
        "line": {"color": colour, "width": width, "dash": dash},
        "marker": {
            "color": colour,
            "size": size,
            "symbol": [f"{symbol}-open" if p and p.is_unsettled else symbol for p in points],
            "line": {"width": 1.5 if size > 4 else 1, "color": colour},
        },
    }


def make_dotted(years: Years, cuts: Mapping[int, str], *, scale: Scale, colour: str) -> PlotlyDict:
    """The dotted line that leads from a whole year to a part of the next one, from which it is cut."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for year in sorted(y for y, reason in cuts.items() if reason == "partial_year"):
        before, now = years.get(year - 1), years.get(year)
        if has_value(before) and has_value(now) and not is_part(before):
            xs += [year - 1, year, None]
            ys += [before.value / scale.divisor, now.value / scale.divisor, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": xs[:-1],
        "y": ys[:-1],
        "hoverinfo": "skip",
        "connectgaps": False,
        "cliponaxis": False,
        "line": {"color": colour, "width": 1.2, "dash": "dot"},
    }


def value_range(values: Sequence[float], indicator: Indicator) -> tuple[float, float]:
    """Lowest and highest of an axis for lines: from zero, unless rates lie far above it."""
    low, high = min(values), max(values)
    if low >= 0 and (indicator.kind != "rate" or low < 0.6 * high or low == high):
        low = 0.0
    return low, high if high > low else low + 1


def _latest(years: Years) -> KnownPoint | None:
    known = {year: point for year, point in years.items() if has_value(point)}
    return known[max(known)] if known else None


def _choose_labelled(latest: Mapping[str, KnownPoint]) -> set[str]:
    if len(latest) <= MOST_LABELLED:
        return set(latest)
    order = sorted(latest, key=lambda code: latest[code].value, reverse=True)
    return {*order[:TOP_LABELLED], *order[-BOTTOM_LABELLED:]}


def _place_labels(
    labels: Sequence[tuple[float, str, str]], low: float, high: float, gap: float
) -> list[PlotlyDict]:
    """Labels (value on the axis, text, colour or '') beside the ends of their lines, unmixed.

    They lie ``gap`` pixels apart in a plot of PLOT_HEIGHT.
    """
    heights = [(value - low) / (high - low) * PLOT_HEIGHT for value, _text, _colour in labels]
    placed = spread_labels(heights, gap=gap, low=0, high=PLOT_HEIGHT)
    annotations = []
    for (_value, text, colour), y in zip(labels, placed, strict=True):
        more: PlotlyDict = {"color": colour} if colour else {}
        annotations.append(
            make_text(
                text, x=1, y=y / PLOT_HEIGHT, xanchor="left", yanchor="middle", xshift=4, **more
            )
        )
    return annotations


def _target_trace(targets: Sequence[tuple[int, float]], scale: Scale, lang: Lang) -> PlotlyDict:
    hover = [
        f"{_('Target', lang)} {year}{'：' if lang == 'zh' else ': '}"
        f"{format_label(value, scale, lang)}{scale.unit if lang == 'zh' else ' ' + scale.unit}"
        for year, value in targets
    ]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [year for year, _value in targets],
        "y": [value / scale.divisor for _year, value in targets],
        "text": hover,
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
        "line": {"color": theme.ACCENT, "width": 1.5, "dash": "dot"},
        "marker": {"color": theme.ACCENT, "size": 9, "symbol": "diamond-tall-open"},
        "name": "target",
    }


def break_shape(year: int, axis: str = "") -> PlotlyDict:
    """The upright dashed line of a break in the series, before ``year``."""
    return {
        "type": "line",
        "x0": year - 0.5,
        "x1": year - 0.5,
        "y0": 0,
        "y1": 1,
        "xref": f"x{axis}",
        "yref": f"y{axis} domain",
        "line": {"color": theme.GREY, "width": 1.2, "dash": "dash"},
    }


_CUT_WORDS = {
    "other_regions": mark("sums of other regions"),
    "own_and_sum": mark("an own figure and a sum"),
    "demonstration": mark("demonstration figures and real ones"),
}


def extra_notes(
    drawn: Sequence[Point],
    missing: Sequence[str],
    breaks: Sequence[tuple[int, str]],
    cuts: Iterable[Mapping[int, str]],
    lang: Lang,
) -> Notes:
    """What the foot of a chart over time says: flags, notes, breaks, cuts, and who has no figures."""
    notes = make_notes(drawn, lang)
    lines = list(notes.notes)
    lines += [
        _("Dashed line: break in the series from {year}: {reason}", lang, year=year, reason=reason)
        for year, reason in breaks
    ]
    reasons = {reason for line in cuts for reason in line.values()}
    if words := [_(text, lang) for reason, text in _CUT_WORDS.items() if reason in reasons]:
        lines.append(_("No line joins {what}", lang, what=join_clauses(words, lang)))
    if missing:
        lines.append(_("No figures: {names}", lang, names=join_names(missing, lang)))
    return Notes(notes.source, tuple(lines), notes.demonstration)


def _line_look(code: str, is_labelled: bool, is_reference: bool) -> PlotlyDict:
    if is_reference:
        return {"colour": theme.GREY, "symbol": "circle", "width": 4, "size": 7}
    if not is_labelled:
        return {"colour": theme.FAINT_LINE, "symbol": "circle", "width": 1.2, "size": 3}
    return {
        "colour": theme.region_colour(code),
        "symbol": theme.region_symbol(code),
        "dash": theme.region_dash(code),
        "width": 2,
        "size": 6,
    }


def _axes(first: int, last: int, ticks: Sequence[float], tick_format: str) -> PlotlyDict:
    pad = max(0.2, (last - first) * 0.02)
    return {
        "xaxis": make_axis(
            range=[first - pad, last + pad],
            tickmode="array",
            tickvals=year_ticks(first, last),
            tickformat="d",
        ),
        "yaxis": make_axis(
            range=[ticks[0], ticks[-1]],
            tickmode="array",
            tickvals=list(ticks),
            tickformat=tick_format,
            showgrid=True,
            gridcolor=theme.GRID,
        ),
    }


@dataclass(frozen=True)
class Trend:
    """What a trend shows, worked out once for a figure and for a slide."""

    lines: dict[str, Years]  # by region in the order asked for, the reference last
    cuts: dict[str, Mapping[int, str]]  # by region: the years before which its line is cut, and why
    measure: str  # flow, stock
    reference: str | None
    labelled: frozenset[str]  # regions drawn in their colour with a label at the end
    scale: Scale
    first: int
    last: int
    ticks: list[float]  # in the unit of the scale
    tick_format: str  # d3
    targets: list[tuple[int, float]]  # year and value in the base unit, ascending
    breaks: list[tuple[int, str]]
    caption: Caption
    notes: Notes

    def end(self, code: str) -> KnownPoint:
        """The last point with a number of a line; each line has one."""
        known = [point for point in self.lines[code].values() if has_value(point)]
        return max(known, key=lambda point: point.year)

    def end_suffix(self, code: str, lang: Lang) -> str:
        """What stands behind the last number of a line: its year, where others go on, and the part of it."""
        end = self.end(code)
        last = max(self.end(c).year for c in self.lines)
        part = name_part_of_year(end.latest_period, end.quality_flags, self.measure, lang)
        year = (
            "" if end.year == last else _("{year}", lang, year=end.year) if part else str(end.year)
        )
        words = [year, part] if lang == "zh" else [part, year]
        text = ("" if lang == "zh" else " ").join(w for w in words if w)
        return text and (f"（{text}）" if lang == "zh" else f" ({text})")

    @property
    def break_years(self) -> list[int]:
        """The first years of redefined series."""
        return [year for year, _reason in self.breaks]


def join_cuts(
    codes: Iterable[str], cuts: Mapping[str, Mapping[int, str]], breaks: Sequence[tuple[int, str]]
) -> dict[str, Mapping[int, str]]:
    """The cuts of each line; of one of which nothing is said, the breaks."""
    plain = {year: "break" for year, _reason in breaks}
    return {c: cuts.get(c, plain) for c in codes}


def plan_trend(
    figures: pd.DataFrame,
    indicator: Indicator,
    *,
    regions: Sequence[str],
    lang: Lang,
    caption: Caption,
    reference: str | None = None,
    targets: Sequence[tuple[int, float]] = (),
    breaks: Sequence[tuple[int, str]] = (),
    cuts: Mapping[str, Mapping[int, str]] = MappingProxyType({}),
    scale: Scale | None = None,
) -> Trend | None:
    """What ``make_trend`` draws of the same arguments; None without a number."""
    points = group_points(read_points(figures))
    cities = [code for code in regions if code != reference]
    latest = {c: p for c in cities if (p := _latest(points.get(c, {}))) is not None}
    if reference is not None and _latest(points.get(reference, {})) is None:
        reference = None
    order = [*latest, *([] if reference is None else [reference])]
    drawn = [p for c in order for p in points[c].values() if has_value(p)]
    if not drawn:
        return None
    values = [p.value for p in drawn] + [value for _year, value in targets]
    scale = scale or choose_scale(values, indicator, lang)
    every = [p.year for p in drawn] + [year for year, _value in targets]
    first, last = min(every), max(every)
    ticks, tick_format = make_ticks(*value_range([v / scale.divisor for v in values], indicator))
    breaks = [b for b in breaks if first < b[0] <= last]
    missing = [c for c in cities if c not in latest]
    joined = join_cuts(order, cuts, breaks)
    return Trend(
        lines={c: points[c] for c in order},
        cuts=joined,
        measure=indicator.measure,
        reference=reference,
        labelled=frozenset(_choose_labelled(latest)),
        scale=scale,
        first=first,
        last=last,
        ticks=ticks,
        tick_format=tick_format,
        targets=sorted(targets),
        breaks=breaks,
        caption=with_measure(caption, indicator, scale, lang),
        notes=extra_notes(drawn, missing, breaks, joined.values(), lang),
    )


def _trend_labels(trend: Trend, lang: Lang) -> list[tuple[float, str, str]]:
    """Place on the axis, text and colour of the label at the end of each line."""
    scale = trend.scale
    codes = [c for c in trend.lines if c in trend.labelled]
    ends = [(c, theme.region_colour(c)) for c in codes]
    if trend.reference:
        ends.append((trend.reference, ""))
    labels = []
    for code, colour in ends:
        end = trend.end(code)
        number = format_label(end.value, scale, lang, end.quality_flags)
        text = f"{theme.place_name(code, lang)} {number}{trend.end_suffix(code, lang)}"
        labels.append((end.value / scale.divisor, text, colour))
    if trend.targets:
        value = trend.targets[-1][1]
        text = f"{_('Target', lang)} {format_label(value, scale, lang)}"
        labels.append((value / scale.divisor, text, theme.ACCENT))
    return labels


def make_trend(
    figures: pd.DataFrame, indicator: Indicator, *, lang: Lang, caption: Caption, **options: Any
) -> go.Figure:
    """Lines of ``regions`` over the years, labelled at their ends.

    ``figures`` are rows of one indicator (the figures frame), in any order. ``options`` are those
    of ``plan_trend``: ``reference`` is the region drawn thick and neutral (the province; for a
    rate, or alone), ``targets`` are (year, value in the base unit), ``breaks`` (first year of the
    new series, reason in words), ``cuts`` by region the years before which its line is cut, with the
    reason (``NO_CHANGE``); a part of a year hangs on a dotted line. Without a number the frame says so.
    """
    trend = plan_trend(figures, indicator, lang=lang, caption=caption, **options)
    if trend is None:
        return make_empty(caption, lang=lang)
    draw = partial(make_line, scale=trend.scale, lang=lang)
    labelled, reference = trend.labelled, trend.reference
    data = []
    for code in sorted(trend.lines, key=lambda c: (c in labelled, c == reference)):
        look = _line_look(code, code in labelled, code == reference)
        line, cuts = trend.lines[code], trend.cuts[code]
        dotted = make_dotted(line, cuts, scale=trend.scale, colour=look["colour"])
        data += [dotted] if dotted["x"] else []
        data.append(draw(line, cuts=cuts, **look))
    if trend.targets:
        data.append(_target_trace(trend.targets, trend.scale, lang))
    labels = _trend_labels(trend, lang)
    ticks = trend.ticks
    plot = Plot(
        data,
        {},
        PLOT_HEIGHT,
        left=tick_width(ticks, trend.tick_format) + 8,
        right=max(theme.measure_text(t, theme.LABEL_SIZE) for _v, t, _c in labels) + 10,
        above=10,
        below=22,
        least=LEAST_HEIGHT,
        tightest=max(TIGHTEST_HEIGHT, TIGHTEST_GAP * len(labels)),
    )
    gap: float = LABEL_GAP
    paper = trend.caption.paper
    if paper and paper.is_tight:
        height = max(plot.tightest, free_height(plot, trend.caption, trend.notes, lang))
        gap = TIGHTEST_GAP * PLOT_HEIGHT / height
    layout = {
        **_axes(trend.first, trend.last, ticks, trend.tick_format),
        "shapes": [break_shape(year) for year in trend.break_years],
        "annotations": _place_labels(labels, ticks[0], ticks[-1], gap),
    }
    return make_figure(
        replace(plot, layout=layout),
        trend.caption,
        lang=lang,
        notes=trend.notes,
    )
