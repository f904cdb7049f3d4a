"""Ranking: the children of a region in one year as bars, largest first."""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.catalogue import LAST_YEAR, Indicator, load_catalogue
from dashboard.charts.ranking.per_head import PerHead
from dashboard.formats import Scale, choose_scale, format_value
from dashboard.graphics import theme
from dashboard.graphics.frame import (
    ROW,
    Caption,
    Plot,
    PlotlyDict,
    fit_rows,
    hidden_axis,
    make_empty,
    make_figure,
    make_text,
    row_axis,
    with_measure,
    with_note,
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
    make_point,
    points_of_year,
    read_points,
)
from dashboard.i18n import Lang
from dashboard.i18n import gettext as _


def order_children(points: Mapping[str, Point], parent: str) -> tuple[list[KnownPoint], list[str]]:
    """Children of ``parent`` with a number, largest first, and the codes of those without.

    Children outside the sum (西咸 beside its cities) are listed only where they have a row.
    """
    catalogue = load_catalogue()
    year = max((p.year for p in points.values()), default=LAST_YEAR)
    counted = {r.code for r in catalogue.counted_children(parent, year)}
    codes = [
        r.code for r in catalogue.children(parent, year) if r.code in counted or r.code in points
    ]
    ranked = [p for c in codes if has_value(p := points.get(c))]
    ranked.sort(key=lambda p: p.value, reverse=True)
    return ranked, [c for c in codes if not has_value(points.get(c))]


_COLUMN_GAP = 12  # pixels between the numbers of the bars and the column beside them
_HEADING = 16  # pixels that the heading of the column is high


def _bars(ranking: "Ranking", lang: Lang) -> PlotlyDict:
    ranked, scale, per_head = ranking.ranked, ranking.scale, ranking.per_head
    hover = [format_hover(p, scale, lang) for p in ranked]
    if per_head is not None:
        more = [escape(per_head.hover(p.region, lang), quote=False) for p in ranked]
        hover = [
            f"{text}<br>{line}" if line else text for text, line in zip(hover, more, strict=True)
        ]
    return {
        "type": "bar",
        "orientation": "h",
        "base": 0,
        "y": list(range(len(ranked))),
        "x": [p.value / scale.divisor for p in ranked],
        "width": 0.68,
        "text": [format_label(p.value, scale, lang, p.quality_flags) for p in ranked],
        "textposition": "outside",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"size": theme.LABEL_SIZE},
        "cliponaxis": False,
        "hovertext": hover,
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "color": [theme.ACCENT if p.region == ranking.highlight else theme.BAR for p in ranked],
            "line": {"width": 0},
        },
    }


def _column(ranking: "Ranking", right: float, lang: Lang) -> list[PlotlyDict]:
    """The per-capita numbers at the edge of the chart, ``right`` pixels beside the bars, and their heading."""
    if ranking.per_head is None:
        return []
    place: dict[str, Any] = {
        "x": 1,
        "xshift": right,
        "xanchor": "right",
        "align": "right",
        "opacity": 0.85,
    }
    numbers = ((i, ranking.per_head.label(p.region, lang)) for i, p in enumerate(ranking.ranked))
    column = [
        make_text(text, y=i, yref="y", name="per head", **place) for i, text in numbers if text
    ]
    title = escape(ranking.per_head.title, quote=False)
    heading = make_text(title, y=1, yanchor="bottom", name="per head", **place)
    return [*column, heading]


def _state_row(y: int, words: str, *, inset: float = 0) -> PlotlyDict:
    return make_text(
        f"<i>{words}</i>", x=inset, y=y, yref="y", xanchor="left", xshift=4, opacity=0.75
    )


def _target_marks(
    ranked: list[KnownPoint], targets: Mapping[str, float], scale: Scale, lang: Lang
) -> PlotlyDict:
    rows = [(i, targets[p.region]) for i, p in enumerate(ranked) if p.region in targets]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [value / scale.divisor for _i, value in rows],
        "y": [i for i, _value in rows],
        "text": [f"{_('Target', lang)} {format_value(v, scale, lang)}" for _i, v in rows],
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {
            "symbol": "line-ns",
            "size": 15,
            "line": {"width": 2.5, "color": "#B8860B"},
        },
        "name": "target",
    }


def _reference_lines(x: float, rows: list[float], high: float) -> list[PlotlyDict]:
    """The upright line at ``x``, left out in rows whose number would stand on it."""
    lines = []
    for i, value in enumerate(rows):
        if not 0 <= x - value < 0.15 * high:
            lines.append(
                {
                    "type": "line",
                    "x0": x,
                    "x1": x,
                    "y0": i - 0.5,
                    "y1": i + 0.5,
                    "line": {"color": theme.GREY, "width": 1.5, "dash": "dot"},
                }
            )
    return lines


@dataclass(frozen=True)
class Ranking:
    """What a ranking shows, worked out once for a figure and for a slide."""

    ranked: list[KnownPoint]  # with a number, largest first
    missing: list[tuple[str, str]]  # region and its state in words
    parent: str
    reference: float | None  # the parent's figure in the base unit
    reference_flags: str  # its quality flags
    highlight: str | None
    targets: dict[str, float]
    is_rate: bool
    scale: Scale
    caption: Caption
    points: dict[str, Point]  # with a number or only a state
    per_head: PerHead | None = None  # beside the bars of a count

    def notes_of(self, codes: Iterable[str], lang: Lang) -> Notes:
        """What the foot says where ``codes`` are drawn; the parent as one of them is the reference."""
        columns = (self.points, self.per_head.points if self.per_head else {})
        points = [column[c] for c in codes for column in columns if c in column]
        return make_notes(points, lang)

    def tell_reference(self, lang: Lang) -> str:
        """The parent and its figure, about, at least or at most; empty without one."""
        if self.reference is None:
            return ""
        value = format_value(self.reference, self.scale, lang, quality_flags=self.reference_flags)
        return f"{theme.place_name(self.parent, lang)} {value}"

    @property
    def codes(self) -> list[str]:
        """Regions in the order of their rows."""
        return [p.region for p in self.ranked] + [code for code, _state in self.missing]

    def keep(self, codes: Collection[str]) -> "Ranking":
        """The rows of ``codes`` alone."""
        return replace(
            self,
            ranked=[p for p in self.ranked if p.region in codes],
            missing=[row for row in self.missing if row[0] in codes],
        )

    @property
    def ends(self) -> tuple[float, float]:
        """Lowest and highest of the axis in the unit of the scale; zero is always between them."""
        ends = [0.0, *(p.value for p in self.ranked)]
        ends += [self.targets.get(c, 0.0) for c in self.codes]
        if self.is_rate and self.reference is not None:
            ends.append(self.reference)
        low, high = min(ends) / self.scale.divisor, max(ends) / self.scale.divisor
        return low, high if high > low else 1.0


def plan_ranking(
    figures_of_one_year: pd.DataFrame,
    indicator: Indicator,
    *,
    lang: Lang,
    caption: Caption,
    parent: str,
    reference_value: float | None = None,
    reference_flags: str = "",
    highlight: str | None = None,
    targets: Mapping[str, float] | None = None,
    per_head: PerHead | None = None,
    scale: Scale | None = None,
) -> Ranking | None:
    """What ``make_ranking`` draws of the same arguments; None without a child."""
    points = points_of_year(read_points(figures_of_one_year))
    ranked, missing = order_children(points, parent)
    if not ranked and not missing:
        return None
    targets = {c: v for c, v in (targets or {}).items() if v is not None and not math.isnan(v)}
    if reference_value is not None and math.isnan(reference_value):
        reference_value = None
    # The parent is written in the unit of the bars, where there are any.
    values = [reference_value] if not ranked else [p.value for p in ranked]
    scale = scale or choose_scale(values, indicator, lang)
    framed = with_measure(caption, indicator, scale, lang)
    if targets:
        framed = with_note(framed, _("Short upright lines: targets", lang))
    codes = [*(p.region for p in ranked), *missing]
    drawn = {c: points[c] for c in codes if c in points}
    if reference_value is not None:
        drawn[parent] = make_point(parent, reference_value, reference_flags)
    return Ranking(
        ranked=ranked,
        missing=[(c, format_state(points.get(c), lang)) for c in missing],
        parent=parent,
        reference=reference_value,
        reference_flags=reference_flags,
        highlight=highlight,
        targets=targets,
        is_rate=indicator.kind == "rate",
        scale=scale,
        caption=framed,
        points=drawn,
        per_head=per_head,
    )


def _mark_reference(
    ranking: Ranking, ends: tuple[float, float], left: float, lang: Lang
) -> tuple[list[PlotlyDict], list[PlotlyDict]]:
    """Line and label of the parent's figure: a line only for a rate, whose bars it can be held against."""
    if ranking.reference is None:
        return [], []
    (low, high), scale, text = ends, ranking.scale, ranking.tell_reference(lang)
    if not ranking.is_rate:
        return [], [
            make_text(
                text,
                x=0,
                y=1,
                xanchor="left",
                yanchor="bottom",
                xshift=-left,
                yshift=_HEADING if ranking.per_head else 0,
                opacity=0.8,
            )
        ]
    rows = [p.value / scale.divisor for p in ranking.ranked]
    at = ranking.reference / scale.divisor
    share = (at - low) / (high - low)
    anchor = "right" if share > 0.55 else "left"
    label = make_text(text, x=share, y=1, xanchor=anchor, yanchor="bottom", opacity=0.8)
    return _reference_lines(at, rows, high), [label]


def make_ranking(
    figures_of_one_year: pd.DataFrame,
    indicator: Indicator,
    *,
    lang: Lang,
    caption: Caption,
    **options: Any,
) -> go.Figure:
    """Bars of the children of ``parent``, largest first, always from zero.

    ``figures_of_one_year`` are rows of one indicator and one year; ``options`` are those of
    ``plan_ranking``. Children without a number stand below with their state in words.
    ``reference_value`` (base unit, with ``reference_flags``) is the figure of ``parent``: a dotted line for a rate, words
    above for a count or money. ``targets`` are values by region (base unit), drawn as short
    upright lines. ``per_head`` is a column of numbers at the right edge.
    """
    ranking = plan_ranking(figures_of_one_year, indicator, lang=lang, caption=caption, **options)
    if ranking is None:
        return make_empty(caption, lang=lang)
    ends = ranking.ends  # the same in every part
    above = 20 if ranking.reference is not None else 4
    above += _HEADING if ranking.per_head else 0
    room = Plot([], {}, 0, above=above)
    notes = ranking.notes_of(ranking.codes, lang)
    codes, parts = fit_rows(ranking.codes, ROW.tightest, room, ranking.caption, notes, lang)
    ranking = ranking.keep(codes)
    ranked, scale = ranking.ranked, ranking.scale
    names = [theme.place_name(c, lang) for c in ranking.codes]
    left = max(theme.measure_text(n, 12) for n in names) + 10
    data = [_bars(ranking, lang)]
    if ranking.targets:
        data.append(_target_marks(ranked, ranking.targets, scale, lang))
    states = [
        _state_row(len(ranked) + i, words) for i, (_code, words) in enumerate(ranking.missing)
    ]
    shapes, labels = _mark_reference(ranking, ends, left, lang)
    labels_px = [theme.measure_text(t, theme.LABEL_SIZE) for t in data[0]["text"]]
    right = max(labels_px, default=20) + 10
    if ranking.per_head:
        texts = [ranking.per_head.label(p.region, lang) for p in ranked]
        right += _COLUMN_GAP + max(
            (theme.measure_text(t, theme.LABEL_SIZE) for t in texts), default=0
        )
    layout = {
        "xaxis": hidden_axis(range=list(ends)),
        "yaxis": row_axis(names),
        "shapes": shapes,
        "annotations": [*states, *labels, *_column(ranking, right, lang)],
    }
    return make_figure(
        Plot(
            data,
            layout,
            **ROW.of(len(names)),
            left=left,
            right=right,
            above=above,
            parts=parts,
        ),
        ranking.caption,
        lang=lang,
        notes=ranking.notes_of(codes, lang),
    )
