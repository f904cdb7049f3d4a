"""Coverage: which region has reported how many indicators in which year."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.map.figure import Classes
from dashboard.graphics import theme
from dashboard.graphics.frame import (
    NO_NOTES,
    Caption,
    Plot,
    PlotlyDict,
    RowHeights,
    fit_rows,
    make_axis,
    make_empty,
    make_figure,
    make_text,
    row_axis,
    year_ticks,
)
from dashboard.i18n import Lang
from dashboard.i18n import gettext as _

_ROW = RowHeights(page=24, least=17, most=40, tightest=13)
_CLASSES = Classes((25.0, 50.0, 75.0, 100.0))  # per cent of the expected indicators
NO_REPORT = -1  # in the place of a class


def _cell(reported: float | None, expected: float | None, lang: Lang) -> tuple[int, str, str]:
    """Class, text and words of one cell; a cell without reports is a class of its own."""
    if not reported or math.isnan(reported):
        return NO_REPORT, "–", _("nothing reported", lang)
    if not expected or math.isnan(expected):
        return 0, f"{reported:.0f}", _("indicators reported: {n}", lang, n=f"{reported:.0f}")
    words = _(
        "indicators reported: {reported} of {expected}",
        lang,
        reported=f"{reported:.0f}",
        expected=f"{expected:.0f}",
    )
    return _CLASSES.place(100 * reported / expected), f"{reported:.0f}", words


def _colour_scale() -> list[list[object]]:
    """Six steps of one colour each: no reports, then the five classes."""
    colours = (theme.NO_DATA, *_CLASSES.colours)
    edges = [i / len(colours) for i in range(len(colours) + 1)]
    return [[edge, c] for i, c in enumerate(colours) for edge in (edges[i], edges[i + 1])]


def _legend(lang: Lang) -> str:
    colours = (theme.NO_DATA, *_CLASSES.colours)
    parts = zip(name_coverage_classes(lang), colours, strict=True)
    return "  ".join(
        f"<span style='color:{colour}'>■</span> {escape(word)}" for word, colour in parts
    )


@dataclass(frozen=True)
class CoverageGrid:
    """What a coverage grid shows, worked out once for a figure and for a slide."""

    codes: list[str]
    years: range
    cells: list[list[tuple[int, str, str]]]  # by region and year: class, text, words
    caption: Caption

    @property
    def class_count(self) -> int:
        """How many classes there are, beside NO_REPORT."""
        return len(_CLASSES.limits) + 1


def plan_coverage(coverage: pd.DataFrame, *, lang: Lang, caption: Caption) -> CoverageGrid | None:
    """What ``make_coverage`` draws of the same arguments; None for an empty frame."""
    columns = [
        coverage[c].tolist() for c in ("region_code", "year", "reported_count", "expected_count")
    ]
    cells = {(code, int(year)): (r, e) for code, year, r, e in zip(*columns, strict=True)}
    if not cells:
        return None
    codes = list(dict.fromkeys(code for code, _year in cells))
    # Years before the first report of any region would say nothing and make the others narrow.
    reported = [y for (_c, y), (count, _e) in cells.items() if count and count > 0]
    first = min(reported or (y for _c, y in cells))
    years = range(first, max(y for _c, y in cells) + 1)
    grid = [[_cell(*cells.get((c, y), (None, None)), lang) for y in years] for c in codes]
    subtitle = caption.subtitle or _(
        "Number of indicators reported; colour: share of those expected", lang
    )
    return CoverageGrid(codes, years, grid, replace(caption, subtitle=subtitle))


def name_coverage_classes(lang: Lang) -> tuple[str, ...]:
    """NO_REPORT and the classes in words, in their order."""
    return (_("none", lang), "< 25%", "25%", "50%", "75%", "100%")


def _grid(
    years: Sequence[int],
    names: Sequence[str],
    grid: Sequence[Sequence[tuple[int, str, str]]],
    size: int,
) -> PlotlyDict:
    """The cells as one trace; ``grid`` has class, text and words of each, by row and year."""
    return {
        "type": "heatmap",
        "x": list(years),
        "y": list(range(len(names))),
        "z": [[place for place, _t, _w in row] for row in grid],
        "text": [[text for _p, text, _w in row] for row in grid],
        "customdata": [
            [
                f"<b>{name}</b> {year}<br>{words}"
                for year, (_p, _t, words) in zip(years, row, strict=True)
            ]
            for name, row in zip(names, grid, strict=True)
        ],
        "texttemplate": "%{text}",
        "textfont": {"size": size, "color": theme.ON_LIGHT},
        "hovertemplate": "%{customdata}<extra></extra>",
        "zmin": NO_REPORT - 0.5,
        "zmax": len(_CLASSES.limits) + 0.5,
        "colorscale": _colour_scale(),
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
    }


def make_coverage(coverage: pd.DataFrame, *, lang: Lang, caption: Caption) -> go.Figure:
    """A grid of regions and years; each cell says how many indicators have been reported.

    ``coverage`` has region_code, year, reported_count and expected_count (indicators), one row per
    region and year; a missing row is a cell of “nothing reported”. Regions keep the order of the
    frame, years ascend without gaps from the first with a report. An empty frame gives a chart that says so.
    """
    plan = plan_coverage(coverage, lang=lang, caption=caption)
    if plan is None:
        return make_empty(caption, lang=lang)
    room = Plot([], {}, 0, above=24, below=24)
    rows, parts = fit_rows(
        list(zip(plan.codes, plan.cells, strict=True)), _ROW.tightest, room, plan.caption,
        NO_NOTES, lang,
    )  # fmt: skip
    codes, grid = [code for code, _cells in rows], [cells for _code, cells in rows]
    years = plan.years
    is_large = len(years) <= 12 or (caption.paper is not None and caption.paper.is_tight)
    names = [theme.place_name(c, lang) for c in codes]
    data = [_grid(years, names, grid, theme.LABEL_SIZE if is_large else 9)]
    layout: PlotlyDict = {
        "xaxis": make_axis(
            range=[years[0] - 0.5, years[-1] + 0.5],
            tickmode="array",
            tickvals=year_ticks(years[0], years[-1], 6),
            tickformat="d",
            side="top",
        ),
        "yaxis": row_axis(names, margin=0.5),
    }
    left = max(theme.measure_text(n, 12) for n in names) + 10
    layout["annotations"] = [
        make_text(
            _legend(lang),
            x=0,
            y=0,
            xanchor="left",
            yanchor="top",
            xshift=-left,
            yshift=-6,
            borderpad=0,
        )
    ]
    return make_figure(
        Plot(
            data,
            layout,
            **_ROW.of(len(codes)),
            left=left,
            right=4,
            above=room.above,
            below=room.below,
            parts=parts,
        ),
        plan.caption,
        lang=lang,
    )
