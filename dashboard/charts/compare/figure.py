"""Two years side by side: a row of two dots for each region."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.catalogue import Indicator
from dashboard.formats import Scale, choose_scale
from dashboard.graphics import theme
from dashboard.graphics.frame import (
    ROW,
    Caption,
    Plot,
    PlotlyDict,
    fit_rows,
    hidden_axis,
    make_axis,
    make_empty,
    make_figure,
    make_text,
    with_measure,
)
from dashboard.graphics.points import (
    KnownPoint,
    Notes,
    Point,
    format_hover,
    format_label,
    format_state,
    has_value,
    make_notes,
    points_of_year,
    read_points,
)
from dashboard.i18n import Lang


def _dots(
    rows: Sequence[tuple[int, KnownPoint]], scale: Scale, lang: Lang, *, is_later: bool
) -> PlotlyDict:
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
    point: KnownPoint, row: int, side: str, scale: Scale, lang: Lang, missing_year: str = ""
) -> PlotlyDict:
    text = format_label(point.value, scale, lang, point.quality_flags)
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
) -> tuple[list[PlotlyDict], list[PlotlyDict]]:
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
    if has_value(early):
        known, year, other = early, years[1], late
    elif has_value(late):
        known, year, other = late, years[0], early
    else:
        words = format_state(late or early, lang)
        return [], [
            make_text(f"<i>{words}</i>", x=0, y=row, yref="y", xanchor="left", opacity=0.75)
        ]
    words = f"{year} {format_state(other, lang)}"
    side = "left" if known.value > middle else "right"  # where there is more room for the words
    return [], [_value_text(known, row, side, scale, lang, words)]


def _dumbbell_order(early: Point | None, late: Point | None) -> tuple[int, float]:
    """Largest of the later year first, then those with the earlier year only, then the others."""
    if has_value(late):
        return 0, -late.value
    return (1, -early.value) if has_value(early) else (2, 0.0)


def _row_axis(codes: Sequence[str], lang: Lang, standoff: float) -> PlotlyDict:
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


def _year_key(years: tuple[int, int]) -> PlotlyDict:
    """Which dot is which year, in the place of a legend."""
    text = (
        f"<span style='color:{theme.GREY}'>○</span> {years[0]}    "
        f"<span style='color:{theme.ACCENT}'>●</span> {years[1]}"
    )
    return make_text(text, x=0, y=1, size=12, xanchor="left", yanchor="bottom")


@dataclass(frozen=True)
class Comparison:
    """What a comparison of two years shows, worked out once for a figure and for a slide."""

    codes: list[str]  # in the order of their rows
    before: dict[str, Point]
    after: dict[str, Point]
    years: tuple[int, int]
    scale: Scale
    caption: Caption

    def notes_of(self, codes: Sequence[str], lang: Lang) -> Notes:
        """What the foot says where ``codes`` are drawn."""
        points = [side.get(c) for side in (self.before, self.after) for c in codes]
        return make_notes([p for p in points if p], lang)


def plan_compare(
    figures_two_years: pd.DataFrame,
    indicator: Indicator,
    *,
    years: tuple[int, int],
    lang: Lang,
    caption: Caption,
    scale: Scale | None = None,
) -> Comparison | None:
    """What ``make_compare`` draws of the same arguments; None without a number."""
    points = read_points(figures_two_years)
    before, after = points_of_year(points, years[0]), points_of_year(points, years[1])
    known = [p.value for side in (before, after) for p in side.values() if has_value(p)]
    if not known:
        return None
    codes = list(dict.fromkeys([*after, *before]))
    codes.sort(key=lambda code: _dumbbell_order(before.get(code), after.get(code)))
    scale = scale or choose_scale(known, indicator, lang)
    return Comparison(
        codes=codes,
        before=before,
        after=after,
        years=years,
        scale=scale,
        caption=with_measure(caption, indicator, scale, lang),
    )


def make_compare(
    figures_two_years: pd.DataFrame,
    indicator: Indicator,
    *,
    lang: Lang,
    caption: Caption,
    **options: Any,
) -> go.Figure:
    """One row a region with its value in both ``years`` (earlier hollow, later filled), joined.

    ``figures_two_years`` are rows of one indicator, ``options`` those of ``plan_compare``. Rows
    are ordered by the later year; a side without a number is left out and said so. The change
    itself is not computed here.
    """
    plan = plan_compare(figures_two_years, indicator, lang=lang, caption=caption, **options)
    if plan is None:
        return make_empty(caption, lang=lang)
    before, after, scale = plan.before, plan.after, plan.scale
    room = Plot([], {}, 0, above=22)
    notes = plan.notes_of(plan.codes, lang)
    codes, parts = fit_rows(plan.codes, ROW.tightest, room, plan.caption, notes, lang)
    values = [p.value for side in (before, after) for p in side.values() if has_value(p)]
    middle = (min(values) + max(values)) / 2
    shapes: list[PlotlyDict] = []
    texts: list[PlotlyDict] = []
    for row, code in enumerate(codes):
        pair = (before.get(code), after.get(code))
        lines, words = _dumbbell_row(row, pair, plan.years, middle, scale, lang)
        shapes += lines
        texts += words
    low, high = min(values) / scale.divisor, max(values) / scale.divisor
    names = [theme.place_name(c, lang) for c in codes]
    label = max(theme.measure_text(format_label(v, scale, lang), theme.LABEL_SIZE) for v in values)
    data = [
        _dots([(i, p) for i, c in enumerate(codes) if has_value(p := s.get(c))], scale, lang,
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
            **ROW.of(len(codes)),
            left=left,
            right=label + 16,
            above=room.above,
            parts=parts,
        ),
        plan.caption,
        lang=lang,
        notes=plan.notes_of(codes, lang),
    )
