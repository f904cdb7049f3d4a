"""Comparisons: two years side by side, many regions side by side, one region among the others."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.catalogue import Indicator
from dashboard.charts import theme
from dashboard.charts.frame import (
    Caption,
    Paper,
    Plot,
    fit_rows,
    hidden_axis,
    make_axis,
    make_empty,
    make_figure,
    make_text,
    make_ticks,
    tick_width,
    with_measure,
    with_note,
)
from dashboard.charts.points import (
    Notes,
    Point,
    format_hover,
    format_label,
    format_state,
    group_points,
    has_value,
    make_notes,
    points_of_year,
    read_points,
)
from dashboard.charts.trend import break_shape, extra_notes, make_line, value_range
from dashboard.formats import Scale, choose_scale
from dashboard.i18n import Lang, mark
from dashboard.i18n import gettext as _

ROW_HEIGHT = 25
TIGHTEST_ROW, LEAST_ROW, MOST_ROW = 12, 17, 56  # on paper
PANEL_HEIGHT = 78
PANEL_GAP = 34  # pixels between two rows of panels: the name of the lower one stands there
COLUMNS = 3  # on a page
# On tight paper: panels side by side, and the share of their height that they may shrink to.
TIGHT_COLUMNS, TIGHTEST_SHARE = 4, 0.6
MOST_STRIP = 100  # pixels on paper


def _dots(rows: Sequence[tuple[int, Point]], scale: Scale, lang: Lang, *, is_later: bool) -> dict:
    """The dots of one year with their values on the side given by ``side`` of each row."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [p.value / scale.divisor for _row, p in rows],
        "y": [row for row, _p in rows],
        "text": [format_hover(p, scale, lang) for _row, p in rows],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
        "marker": {
            "size": 11,
            "symbol": "circle" if is_later else "circle-open",
            "color": theme.ACCENT if is_later else theme.GREY,
            "line": {"width": 2, "color": theme.ACCENT if is_later else theme.GREY},
        },
    }


def _value_text(
    point: Point, row: int, side: str, scale: Scale, lang: Lang, missing_year: str = ""
) -> dict:
    text = format_label(point.value, scale, lang, point.doubts)
    if missing_year:
        words = f"<i>{missing_year}</i>"
        text = f"{words}\u00a0 {text}" if side == "left" else f"{text}\u00a0 {words}"
    return make_text(
        text,
        x=point.value / scale.divisor,
        y=row,
        xref="x",
        yref="y",
        xanchor="right" if side == "left" else "left",
        xshift=-8 if side == "left" else 8,
    )


def _dumbbell_row(
    row: int,
    pair: tuple[Point | None, Point | None],
    years: tuple[int, int],
    middle: float,
    scale: Scale,
    lang: Lang,
) -> tuple[list[dict], list[dict]]:
    """The connecting line and the texts of one region."""
    early, late = pair
    if has_value(early) and has_value(late):
        line = {
            "type": "line",
            "x0": early.value / scale.divisor,
            "x1": late.value / scale.divisor,
            "y0": row,
            "y1": row,
            "line": {"color": theme.FAINT_LINE, "width": 4},
            "layer": "below",
        }
        low, high = (early, late) if early.value <= late.value else (late, early)
        return [line], [
            _value_text(low, row, "left", scale, lang),
            _value_text(high, row, "right", scale, lang),
        ]
    if not has_value(early) and not has_value(late):
        words = format_state(late or early, lang)
        return [], [
            make_text(f"<i>{words}</i>", x=0, y=row, yref="y", xanchor="left", opacity=0.75)
        ]
    known = early if has_value(early) else late
    year, point = (years[1], late) if known is early else (years[0], early)
    words = f"{year} {format_state(point, lang)}"
    side = "left" if known.value > middle else "right"  # where there is more room for the words
    return [], [_value_text(known, row, side, scale, lang, words)]


def _dumbbell_order(early: Point | None, late: Point | None) -> tuple[int, float]:
    """Largest of the later year first, then those with the earlier year only, then the others."""
    if has_value(late):
        return 0, -late.value
    return (1, -early.value) if has_value(early) else (2, 0.0)


def _row_axis(codes: Sequence[str], lang: Lang, standoff: float) -> dict:
    return make_axis(
        range=[len(codes) - 0.4, -0.6],
        tickmode="array",
        tickvals=list(range(len(codes))),
        ticktext=[theme.place_name(c, lang) for c in codes],
        tickfont={"size": 12},
        # Names stand left of the room for the values, not beside the smallest dot.
        ticklabelstandoff=round(standoff),
        showgrid=True,
        gridcolor=theme.GRID,
    )


def _year_key(years: tuple[int, int]) -> dict:
    """Which dot is which year, in the place of a legend."""
    text = (
        f"<span style='color:{theme.GREY}'>○</span> {years[0]}    "
        f"<span style='color:{theme.ACCENT}'>●</span> {years[1]}"
    )
    return make_text(text, x=0, y=1, size=12, xanchor="left", yanchor="bottom")


@dataclass(frozen=True)
class Dumbbell:
    """What a comparison of two years shows, worked out once for a figure and for a slide."""

    codes: list[str]  # in the order of their rows
    before: dict[str, Point]
    after: dict[str, Point]
    years: tuple[int, int]
    scale: Scale
    caption: Caption
    notes: Notes


def plan_dumbbell(
    figures_two_years: pd.DataFrame,
    indicator: Indicator,
    *,
    years: tuple[int, int],
    lang: Lang,
    caption: Caption,
    scale: Scale | None = None,
) -> Dumbbell | None:
    """What ``make_dumbbell`` draws of the same arguments; None without a number."""
    points = read_points(figures_two_years)
    before, after = points_of_year(points, years[0]), points_of_year(points, years[1])
    known = [p.value for side in (before, after) for p in side.values() if has_value(p)]
    if not known:
        return None
    codes = list(dict.fromkeys([*after, *before]))
    codes.sort(key=lambda code: _dumbbell_order(before.get(code), after.get(code)))
    scale = scale or choose_scale(known, indicator, lang)
    return Dumbbell(
        codes=codes,
        before=before,
        after=after,
        years=years,
        scale=scale,
        caption=with_measure(caption, indicator, scale, lang),
        notes=make_notes([*before.values(), *after.values()], lang),
    )


def make_dumbbell(
    figures_two_years: pd.DataFrame,
    indicator: Indicator,
    *,
    lang: Lang,
    caption: Caption,
    **options: Any,
) -> go.Figure:
    """One row a region with its value in both ``years`` (earlier hollow, later filled), joined.

    ``figures_two_years`` are rows of one indicator, ``options`` those of ``plan_dumbbell``. Rows
    are ordered by the later year; a side without a number is left out and said so. The change
    itself is not computed here.
    """
    plan = plan_dumbbell(figures_two_years, indicator, lang=lang, caption=caption, **options)
    if plan is None:
        return make_empty(caption, lang=lang)
    before, after, scale = plan.before, plan.after, plan.scale
    room = Plot([], {}, 0, above=22)
    codes, parts = fit_rows(plan.codes, TIGHTEST_ROW, room, plan.caption, plan.notes, lang)
    values = [p.value for side in (before, after) for p in side.values() if has_value(p)]
    middle = (min(values) + max(values)) / 2
    shapes: list[dict] = []
    texts: list[dict] = []
    for row, code in enumerate(codes):
        pair = (before.get(code), after.get(code))
        lines, words = _dumbbell_row(row, pair, plan.years, middle, scale, lang)
        shapes += lines
        texts += words
    low, high = min(values) / scale.divisor, max(values) / scale.divisor
    names = [theme.place_name(c, lang) for c in codes]
    label = max(theme.measure_text(format_label(v, scale, lang), theme.LABEL_SIZE) for v in values)
    data = [
        _dots([(i, s[c]) for i, c in enumerate(codes) if has_value(s.get(c))], scale, lang,
              is_later=s is after)
        for s in (before, after)
    ]  # fmt: skip
    texts.append(_year_key(plan.years))
    layout = {
        "xaxis": hidden_axis(range=[low, high if high > low else low + 1]),
        "yaxis": _row_axis(codes, lang, label + 14),
        "shapes": shapes,
        "annotations": texts,
    }
    left = max(theme.measure_text(n, 12) for n in names) + label + 24
    return make_figure(
        Plot(
            data,
            layout,
            ROW_HEIGHT * len(codes),
            left=left,
            right=label + 16,
            above=room.above,
            parts=parts,
            least=LEAST_ROW * len(codes),
            tightest=TIGHTEST_ROW * len(codes),
            most=MOST_ROW * len(codes),
        ),
        plan.caption,
        lang=lang,
        notes=plan.notes,
    )


def _count_columns(count: int, paper: Paper | None) -> int:
    """Columns of ``count`` panels: on paper about as many as rows, so that the panels are wide."""
    if paper and paper.is_tight:
        return math.ceil(count / math.ceil(count / TIGHT_COLUMNS))
    return min(count, math.ceil(math.sqrt(1.2 * count))) if paper else COLUMNS


def _panel_axes(
    index: int,
    count: int,
    columns: int,
    *,
    first: int,
    last: int,
    ticks: Sequence[float],
    tick_format: str,
) -> dict:
    """The two axes of one panel, placed in a grid of ``columns``."""
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
            tickformat=tick_format,
            showticklabels=column == 0,
            showgrid=True,
            gridcolor=theme.GRID,
        ),
    }


def _panel_title(code: str, suffix: str, lang: Lang) -> dict:
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


def _panel_reference(years: Mapping[int, Point], common: dict) -> dict:
    """The grey line of every panel, without the hover text, which would be most of the figure."""
    look = {"colour": theme.PANEL_LINE, "symbol": "circle", "width": 2, "size": 1}
    line = make_line(years, **common, **look)
    kept = {k: v for k, v in line.items() if k not in ("text", "hovertemplate")}
    return {**kept, "hoverinfo": "skip"}


@dataclass(frozen=True)
class Multiples:
    """What small charts show, worked out once for a figure and for slides."""

    lines: dict[str, Mapping[int, Point]]  # by region, a panel each
    reference: str | None  # the region that is grey in every panel
    reference_line: Mapping[int, Point]
    scale: Scale
    first: int
    last: int
    ticks: list[float]  # in the unit of the scale
    tick_format: str  # d3
    breaks: list[tuple[int, str]]
    caption: Caption
    notes: Notes

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
    scale: Scale | None = None,
) -> Multiples | None:
    """What ``make_small_multiples`` draws of the same arguments; None without a number."""
    points = group_points(read_points(figures))
    wanted = [c for c in regions if c != reference]
    cities = [c for c in wanted if any(map(has_value, points.get(c, {}).values()))]
    if not cities:
        return None
    has_reference = any(map(has_value, points.get(reference or "", {}).values()))
    codes = [*cities, *([reference] if has_reference else [])]
    drawn = [p for c in codes for p in points[c].values() if has_value(p)]
    values = [p.value for p in drawn]
    scale = scale or choose_scale(values, indicator, lang)
    first, last = min(p.year for p in drawn), max(p.year for p in drawn)
    breaks = [b for b in breaks if first < b[0] <= last]
    lowest, highest = value_range([v / scale.divisor for v in values], indicator)
    ticks, tick_format = make_ticks(lowest, highest, 3)
    framed = with_measure(caption, indicator, scale, lang)
    if has_reference:
        name = theme.place_name(reference, lang)
        framed = with_note(framed, _("Grey line: {name}", lang, name=name))
    return Multiples(
        lines={c: points[c] for c in cities},
        reference=reference if has_reference else None,
        reference_line=points[reference] if has_reference else {},
        scale=scale,
        first=first,
        last=last,
        ticks=ticks,
        tick_format=tick_format,
        breaks=breaks,
        caption=framed,
        notes=extra_notes(drawn, [c for c in wanted if c not in cities], breaks, lang),
    )


def make_small_multiples(
    figures: pd.DataFrame, indicator: Indicator, *, lang: Lang, caption: Caption, **options: Any
) -> go.Figure:
    """One small panel a region, all with the same axes, ``reference`` grey in each.

    ``figures`` are rows of one indicator, ``options`` those of ``plan_multiples``. Regions without
    a number have no panel and are named at the foot; gaps and breaks are kept as in ``make_trend``.
    """
    plan = plan_multiples(figures, indicator, lang=lang, caption=caption, **options)
    if plan is None:
        return make_empty(caption, lang=lang)
    common = {"breaks": plan.break_years, "scale": plan.scale, "lang": lang}
    grey = _panel_reference(plan.reference_line, common) if plan.reference else None
    span = {"first": plan.first, "last": plan.last}
    # The lowest row has no gap under it.
    room = Plot([], {}, 0, above=26, below=22 - TIGHTEST_SHARE * PANEL_GAP)
    row_height = TIGHTEST_SHARE * (PANEL_HEIGHT + PANEL_GAP)
    lines, parts = fit_rows(
        list(plan.lines.items()), row_height, room, plan.caption, plan.notes, lang,
        columns=TIGHT_COLUMNS,
    )  # fmt: skip
    count = len(lines)
    columns = _count_columns(count, caption.paper)
    data: list[dict] = []
    layout: dict = {"shapes": [], "annotations": []}
    for i, (code, years) in enumerate(lines):
        suffix = "" if i == 0 else str(i + 1)
        look = {"colour": theme.region_colour(code), "symbol": "circle", "width": 2, "size": 4}
        drawn = [grey] if grey else []
        drawn.append(make_line(years, **common, **look))
        data += [{**line, "xaxis": f"x{suffix}", "yaxis": f"y{suffix}"} for line in drawn]
        ticks = {"ticks": plan.ticks, "tick_format": plan.tick_format}
        layout.update(_panel_axes(i, count, columns, **span, **ticks))
        layout["shapes"] += [break_shape(year, suffix) for year in common["breaks"]]
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
        notes=plan.notes,
    )


@dataclass(frozen=True)
class Strip:
    """Where one region stands among the others, worked out once for a figure and for a slide."""

    known: list[Point]  # with a number, smallest first
    highlight: str
    words: str  # place of the highlighted region, or its state when it has no number
    scale: Scale
    caption: Caption
    notes: Notes

    @property
    def chosen(self) -> Point | None:
        """The highlighted point, None when it has no number."""
        return next((p for p in self.known if p.region == self.highlight), None)


def plan_strip(
    figures_of_one_year: pd.DataFrame,
    indicator: Indicator,
    *,
    highlight: str,
    lang: Lang,
    caption: Caption,
    scale: Scale | None = None,
) -> Strip | None:
    """What ``make_strip`` draws of the same arguments; None without a number."""
    points = points_of_year(read_points(figures_of_one_year))
    known = sorted((p for p in points.values() if has_value(p)), key=lambda p: p.value)
    if not known:
        return None
    chosen = points.get(highlight)
    words = format_state(chosen, lang)
    if has_value(chosen):
        is_down = indicator.better == "down"
        before = (p.value < chosen.value if is_down else p.value > chosen.value for p in known)
        text = (
            mark("place {place} of {n}, smallest first")
            if is_down
            else mark("place {place} of {n}")
        )
        words = _(text, lang, place=1 + sum(before), n=len(known))
    scale = scale or choose_scale([p.value for p in known], indicator, lang)
    return Strip(
        known=known,
        highlight=highlight,
        words=words,
        scale=scale,
        caption=with_measure(caption, indicator, scale, lang),
        notes=make_notes(list(points.values()), lang),
    )


def _strip_texts(strip: Strip, low: float, high: float, lang: Lang) -> list[dict]:
    """The highlighted region with its place above, the smallest and the largest below."""
    scale, chosen = strip.scale, strip.chosen
    name = theme.place_name(strip.highlight, lang)
    text, share = f"<b>{name}</b> {strip.words}", 0.0
    if chosen:
        number = format_label(chosen.value, scale, lang, chosen.doubts)
        text = f"<b>{name} {number}</b>  {strip.words}"
        share = (chosen.value / scale.divisor - low) / (high - low) if high > low else 0.5
    anchor = "left" if share < 0.35 else "right" if share > 0.65 else "center"
    texts = [
        make_text(text, x=share, y=1, size=13, color=theme.ACCENT, xanchor=anchor, yanchor="bottom")
    ]
    for point, x, side in ((strip.known[0], 0, "left"), (strip.known[-1], 1, "right")):
        number = format_label(point.value, scale, lang, point.doubts)
        words = f"{theme.place_name(point.region, lang)} {number}"
        texts.append(make_text(words, x=x, y=0, xanchor=side, yanchor="top", opacity=0.8))
    return texts


def make_strip(
    figures_of_one_year: pd.DataFrame,
    indicator: Indicator,
    *,
    lang: Lang,
    caption: Caption,
    **options: Any,
) -> go.Figure:
    """All regions as dots on one line; ``highlight`` filled, named, with its place among them.

    ``figures_of_one_year`` are rows of one indicator and one year, ``options`` those of
    ``plan_strip``. Without a number for ``highlight`` its state is written in place of its value.
    """
    strip = plan_strip(figures_of_one_year, indicator, lang=lang, caption=caption, **options)
    if strip is None:
        return make_empty(caption, lang=lang)
    known, scale, chosen = strip.known, strip.scale, strip.chosen
    others = [p for p in known if p.region != strip.highlight]
    data = [_strip_dots(others, scale, lang, is_highlight=False)]
    if chosen:
        data.append(_strip_dots([chosen], scale, lang, is_highlight=True))
    low, high = known[0].value / scale.divisor, known[-1].value / scale.divisor
    pad = (high - low) * 0.001 or 0.5
    layout = {
        "xaxis": hidden_axis(range=[low - pad, high + pad]),
        "yaxis": hidden_axis(range=[-1, 1]),
        "shapes": [
            {
                "type": "line",
                "x0": 0,
                "x1": 1,
                "xref": "paper",
                "y0": 0,
                "y1": 0,
                "layer": "below",
                "line": {"color": theme.FAINT_LINE, "width": 1},
            }
        ],
        "annotations": _strip_texts(strip, low, high, lang),
    }
    return make_figure(
        Plot(data, layout, 44, left=10, right=10, above=26, below=22, most=MOST_STRIP),
        strip.caption,
        lang=lang,
        notes=strip.notes,
    )


def _strip_dots(points: Sequence[Point], scale: Scale, lang: Lang, *, is_highlight: bool) -> dict:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [p.value / scale.divisor for p in points],
        "y": [0] * len(points),
        "text": [format_hover(p, scale, lang) for p in points],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
        "marker": {
            "size": 16 if is_highlight else 11,
            "symbol": ["circle-open" if p.is_doubtful else "circle" for p in points],
            "color": theme.ACCENT if is_highlight else theme.BAR,
            "opacity": 1 if is_highlight else 0.75,
            "line": {
                "width": 2 if is_highlight else 1,
                "color": theme.ACCENT if is_highlight else theme.BAR,
            },
        },
    }
