"""One region among the others, as dots on one line."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.catalogue import Indicator
from dashboard.figures import compare
from dashboard.formats import Scale, choose_scale
from dashboard.graphics import theme
from dashboard.graphics.frame import (
    Caption,
    Plot,
    PlotlyDict,
    hidden_axis,
    make_empty,
    make_figure,
    make_text,
    with_measure,
)
from dashboard.graphics.points import (
    KnownPoint,
    Notes,
    format_hover,
    format_label,
    format_state,
    has_value,
    make_notes,
    points_of_year,
    read_points,
)
from dashboard.i18n import Lang, mark
from dashboard.i18n import gettext as _

MOST_HEIGHT = 100  # pixels on paper


@dataclass(frozen=True)
class Position:
    """Where one region stands among the others, worked out once for a figure and for a slide."""

    known: list[KnownPoint]  # with a number, smallest first
    highlight: str
    words: str  # place of the highlighted region, or its state when it has no number
    scale: Scale
    caption: Caption
    notes: Notes

    @property
    def chosen(self) -> KnownPoint | None:
        """The highlighted point, None when it has no number."""
        return next((p for p in self.known if p.region == self.highlight), None)


def plan_position(
    figures_of_one_year: pd.DataFrame,
    indicator: Indicator,
    *,
    highlight: str,
    lang: Lang,
    caption: Caption,
    scale: Scale | None = None,
) -> Position | None:
    """What ``make_position`` draws of the same arguments; None without a number."""
    points = points_of_year(read_points(figures_of_one_year))
    known = sorted((p for p in points.values() if has_value(p)), key=lambda p: p.value)
    if not known:
        return None
    chosen = points.get(highlight)
    words = format_state(chosen, lang)
    if has_value(chosen):
        is_down = indicator.better == "down"
        ahead = -1 if is_down else 1
        before = (compare(p.value, chosen.value) == ahead for p in known)
        text = (
            mark("place {place} of {n}, smallest first")
            if is_down
            else mark("place {place} of {n}")
        )
        words = _(text, lang, place=1 + sum(before), n=len(known))
    scale = scale or choose_scale([p.value for p in known], indicator, lang)
    return Position(
        known=known,
        highlight=highlight,
        words=words,
        scale=scale,
        caption=with_measure(caption, indicator, scale, lang),
        notes=make_notes([*known, *([chosen] if chosen and not has_value(chosen) else [])], lang),
    )


def _strip_texts(strip: Position, low: float, high: float, lang: Lang) -> list[PlotlyDict]:
    """The highlighted region with its place above, the smallest and the largest below."""
    scale, chosen = strip.scale, strip.chosen
    name = theme.place_name(strip.highlight, lang)
    text, share = f"<b>{name}</b> {strip.words}", 0.0
    if chosen:
        number = format_label(chosen.value, scale, lang, chosen.quality_flags)
        text = f"<b>{name} {number}</b>  {strip.words}"
        share = (chosen.value / scale.divisor - low) / (high - low) if high > low else 0.5
    anchor = "left" if share < 0.35 else "right" if share > 0.65 else "center"
    texts = [
        make_text(text, x=share, y=1, size=13, color=theme.ACCENT, xanchor=anchor, yanchor="bottom")
    ]
    for point, x, side in ((strip.known[0], 0, "left"), (strip.known[-1], 1, "right")):
        number = format_label(point.value, scale, lang, point.quality_flags)
        words = f"{theme.place_name(point.region, lang)} {number}"
        texts.append(make_text(words, x=x, y=0, xanchor=side, yanchor="top", opacity=0.8))
    return texts


def make_position(
    figures_of_one_year: pd.DataFrame,
    indicator: Indicator,
    *,
    lang: Lang,
    caption: Caption,
    **options: Any,
) -> go.Figure:
    """All regions as dots on one line; ``highlight`` filled, named, with its place among them.

    ``figures_of_one_year`` are rows of one indicator and one year, ``options`` those of
    ``plan_position``. Without a number for ``highlight`` its state is written in place of its value.
    """
    strip = plan_position(figures_of_one_year, indicator, lang=lang, caption=caption, **options)
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
        Plot(data, layout, 44, left=10, right=10, above=26, below=22, most=MOST_HEIGHT),
        strip.caption,
        lang=lang,
        notes=strip.notes,
    )


def _strip_dots(
    points: Sequence[KnownPoint], scale: Scale, lang: Lang, *, is_highlight: bool
) -> PlotlyDict:
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
            "symbol": ["circle-open" if p.is_unsettled else "circle" for p in points],
            "color": theme.ACCENT if is_highlight else theme.BAR,
            "opacity": 1 if is_highlight else 0.75,
            "line": {
                "width": 2 if is_highlight else 1,
                "color": theme.ACCENT if is_highlight else theme.BAR,
            },
        },
    }
