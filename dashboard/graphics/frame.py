"""The frame around every chart: title and measure above, quality flags, source and version at the foot.

All text is wrapped to the width of a phone and all margins are counted in pixels, so that nothing
overlaps at any width: a narrower page makes the plot narrower and leaves the text where it is.

A picture has a fixed shape instead: its text is wrapped to the width of the paper and the plot fills
what is left. What does not fit makes the paper larger, so that it is the print that gets smaller. On
tight paper, where the print must stay large, rows that do not fit go to further parts of the chart.
"""

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import plotly.graph_objects as go
from babel.dates import format_date

from dashboard.catalogue import Indicator
from dashboard.formats import Scale
from dashboard.graphics import theme
from dashboard.graphics.points import Notes, measure_name
from dashboard.i18n import Lang
from dashboard.i18n import gettext as _

Row = TypeVar("Row")

_DATE_LOCALES = {"zh": "zh_CN", "en": "en_GB"}
NO_NOTES = Notes("", (), False)
_GROWTH = 1.03
FOOT_SEPARATOR = " | "  # where the texts of a foot share their lines
# Text is measured within a few per cent, so that much is left free at the edge of a paper.
_TEXT_SHARE = 0.94
_NARROWEST_PLOT = 260


@dataclass(frozen=True)
class Paper:
    """The sheet of a picture in pixels of the chart; a larger one is printed smaller."""

    width: float
    height: float
    pad: float = 18  # around the chart
    is_tight: bool = False  # for a screen seen from afar: large print matters more than room
    part: int = 0  # which part of a chart, where not all of its rows fit a tight paper

    @property
    def text_width(self) -> float:
        """The width in pixels to which text is wrapped."""
        return (self.width - 2 * self.pad) * _TEXT_SHARE

    def grow(self) -> "Paper":
        """A little larger, of the same shape."""
        return replace(self, width=self.width * _GROWTH, height=self.height * _GROWTH)


@dataclass(frozen=True)
class Caption:
    """What a chart says about itself.

    An empty ``subtitle`` stands for the indicator's name, an empty ``source`` for the sources of
    the rows drawn. The charts add the quality flags and notes of their rows to ``notes`` themselves.
    """

    title: str
    subtitle: str
    source: str
    version: int  # id of the newest upload
    date: datetime.date
    notes: tuple[str, ...] = ()
    demonstration: bool = False
    paper: Paper | None = None  # None: a page, as wide as it may be and as high as needed

    @property
    def text_width(self) -> float:
        """The width in pixels to which text is wrapped."""
        return self.paper.text_width if self.paper else theme.TEXT_WIDTH_PX


# A trace, shape, axis, annotation or layout as plotly takes it.
PlotlyDict = dict[str, Any]


@dataclass(frozen=True)
class Plot:
    """What a chart hands to the frame: plain plotly dicts and the room that they need in pixels.

    On paper the plot is between ``least`` (``height`` unless given) and ``most`` high, on a tight
    one it may be as low as ``tightest``. With ``aside`` the foot stands in a column of that width
    right of the plot, ``aside_top`` below its upper edge.
    """

    data: list[PlotlyDict]
    layout: PlotlyDict
    height: float
    left: float = 0
    right: float = 0
    above: float = 0  # between subtitle and plot
    below: float = 0  # between plot and foot
    least: float = 0
    most: float = math.inf
    tightest: float = 0
    aside: float = 0
    aside_top: float = 0
    parts: int = 1  # see ``fit_rows``

    def lowest(self, paper: Paper) -> float:
        """The least height on ``paper`` in pixels."""
        least = self.least or self.height
        return self.tightest if paper.is_tight and self.tightest else least


@dataclass(frozen=True)
class RowHeights:
    """Heights in pixels of a row of bars, dots or cells: on a page, then on paper."""

    page: float = 25
    least: float = 17
    most: float = 56
    tightest: float = 12

    def of(self, count: int) -> dict[str, float]:
        """The heights of a ``Plot`` of ``count`` rows."""
        return {
            "height": self.page * count,
            "least": self.least * count,
            "most": self.most * count,
            "tightest": self.tightest * count,
        }


ROW = RowHeights()


@dataclass(frozen=True)
class _Words:
    """The lines above and below a plot."""

    title: tuple[str, ...]
    subtitle: tuple[str, ...]
    foot: tuple[str, ...]
    is_tight: bool  # see ``Paper``

    @property
    def subtitle_height(self) -> float:
        """Pixels."""
        return len(self.subtitle) * theme.SUBTITLE_SIZE * theme.LINE_HEIGHT

    @property
    def head_height(self) -> float:
        """Pixels from the top of the title to the end of the subtitle."""
        return len(self.title) * theme.TITLE_SIZE * theme.LINE_HEIGHT + self.subtitle_height

    @property
    def foot_height(self) -> float:
        """Pixels."""
        return len(self.foot) * theme.FOOT_SIZE * theme.LINE_HEIGHT

    def top(self, plot: Plot) -> int:
        """The margin above ``plot`` in pixels."""
        return round(self.head_height + plot.above + (8 if self.is_tight else 14))

    def bottom(self, plot: Plot) -> int:
        """The margin below ``plot`` in pixels."""
        gap = 6 if self.is_tight else 10
        return round(plot.below + 4 + (0 if plot.aside else gap + self.foot_height))


def make_axis(**settings: object) -> PlotlyDict:
    """A plain axis: fixed, upright ticks, no lines; ``settings`` are plotly's."""
    return {
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "ticklabelstandoff": 4,
        "fixedrange": True,
        "automargin": False,
        "tickangle": 0,
        "tickfont": {"size": theme.LABEL_SIZE},
        "title": {"text": ""},
        **settings,
    }


def row_axis(names: Sequence[str], *, margin: float = 0.6) -> PlotlyDict:
    """An upright axis with a name at each row, the first on top; ``margin``: beyond the ends, in rows."""
    return make_axis(
        range=[len(names) - (1 - margin), -margin],
        tickmode="array",
        tickvals=list(range(len(names))),
        ticktext=list(names),
        tickfont={"size": 12},
    )


def hidden_axis(**settings: object) -> PlotlyDict:
    """An axis that is not seen."""
    return make_axis(showticklabels=False, **settings)


def make_text(
    text: str, *, x: float, y: float, size: float = theme.LABEL_SIZE, **more: object
) -> PlotlyDict:
    """A piece of text without an arrow, in paper co-ordinates unless said otherwise."""
    font: dict[str, object] = {"size": size}
    if "color" in more:
        font["color"] = more.pop("color")
    base = {"text": text, "x": x, "y": y, "xref": "paper", "yref": "paper", "showarrow": False}
    return {**base, "font": font, **more}


def nice_step(span: float, count: int) -> float:
    """The step of 1, 2, 2.5 or 5 times a power of ten that cuts ``span`` in about ``count``."""
    if span <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(span / count))
    return next(m * power for m in (1, 2, 2.5, 5, 10) if m * power * count >= span * 0.999)


def make_ticks(low: float, high: float, count: int = 5) -> tuple[list[float], str]:
    """Round tick values that cover ``low`` to ``high``, and their d3 format."""
    step = nice_step(high - low, count)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    if round(step * 10**decimals, 6) % 1:
        decimals += 1
    return [round(i * step, 10) for i in range(first, last + 1)], f",.{decimals}f"


def year_ticks(first: int, last: int, count: int = 5) -> list[int]:
    """At most ``count`` years, evenly apart, ending in ``last``."""
    step = max(1, math.ceil((last - first + 1) / count))
    return sorted(range(last, first - 1, -step))


def _wrap_words(plot: Plot, caption: Caption, notes: Notes, lang: Lang) -> _Words:
    width = caption.text_width
    subtitle = caption.subtitle
    return _Words(
        title=theme.wrap_text(caption.title, theme.TITLE_SIZE, width) if caption.title else (),
        subtitle=theme.wrap_text(subtitle, theme.SUBTITLE_SIZE, width) if subtitle else (),
        foot=tuple(foot_lines(caption, notes, lang, plot.aside)),
        is_tight=caption.paper is not None and caption.paper.is_tight,
    )


def _make_title(words: _Words, plot: Plot, pad: float) -> PlotlyDict:
    # Plotly puts the first line at the anchor and the others below it.
    lowered = max(0, len(words.title) - 1) * theme.TITLE_SIZE * theme.LINE_HEIGHT
    return {
        "text": "<br>".join(f"<b>{line}</b>" for line in words.title),
        "x": 0,
        "xref": "container",
        "xanchor": "left",
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "pad": {
            "t": 0,
            "l": pad,
            "r": 0,
            "b": round(plot.above + words.subtitle_height + lowered + 7),
        },
        "font": {"family": theme.FONT_FAMILY, "size": theme.TITLE_SIZE},
    }


def foot_texts(caption: Caption, notes: Notes, lang: Lang) -> list[str]:
    """What stands at the foot: quality flags and notes, then the source, then data version and date."""
    source = caption.source or notes.source
    date = format_date(caption.date, format="long", locale=_DATE_LOCALES[lang])
    texts = [*notes.notes, *(n for n in caption.notes if n not in notes.notes)]
    if source:
        texts.append(_("Source: {source}", lang, source=source))
    texts.append(_("Data version {version} · {date}", lang, version=caption.version, date=date))
    return texts


def foot_lines(caption: Caption, notes: Notes, lang: Lang, width: float = 0) -> list[str]:
    """The same in lines that fit ``width``, a phone or the paper, escaped for plotly."""
    texts = foot_texts(caption, notes, lang)
    width = width or caption.text_width
    if caption.paper and caption.paper.is_tight:
        texts = [FOOT_SEPARATOR.join(texts)]
    return [line for text in texts for line in theme.wrap_text(text, theme.FOOT_SIZE, width)]


def _watermark() -> PlotlyDict:
    mark = make_text(
        "<b>演示数据</b><br><span style='font-size:17px'>Demonstration data</span>",
        x=0.5,
        y=0.5,
        size=34,
        color=theme.WATERMARK,
        name="watermark",
    )
    mark["font"]["shadow"] = theme.WATERMARK_EDGES
    return mark


def _free_height(plot: Plot, words: _Words, paper: Paper) -> float:
    return paper.height - words.top(plot) - words.bottom(plot) - 2 * paper.pad


def free_height(plot: Plot, caption: Caption, notes: Notes, lang: Lang) -> float:
    """The height in pixels that the paper leaves to ``plot``, however high that is; a page grows."""
    if caption.paper is None:
        return math.inf
    return _free_height(plot, _wrap_words(plot, caption, notes, lang), caption.paper)


def fit_rows(
    rows: Sequence[Row],
    row_height: float,
    plot: Plot,
    caption: Caption,
    notes: Notes,
    lang: Lang,
    *,
    columns: int = 1,
) -> tuple[Sequence[Row], int]:
    """Those of ``rows`` that the paper shows, and how many such parts there are.

    A page and a loose paper show all. A tight one shows the part that it names of as few parts as
    there must be, about equally long; ``columns`` stand side by side in ``row_height`` pixels.
    """
    paper = caption.paper
    if paper is None or not paper.is_tight or not rows:
        return rows, 1
    most = columns * max(1, int(free_height(plot, caption, notes, lang) // row_height))
    parts = math.ceil(len(rows) / most)
    size = math.ceil(len(rows) / parts)
    return rows[paper.part * size : (paper.part + 1) * size], parts


def _fit_paper(
    plot: Plot, caption: Caption, paper: Paper, notes: Notes, lang: Lang
) -> tuple[Plot, Caption, _Words]:
    """``plot`` as high as its paper allows; the paper grows until words and plot have their room."""
    while True:
        caption = replace(caption, paper=paper)
        words = _wrap_words(plot, caption, notes, lang)
        free = _free_height(plot, words, paper)
        wide = paper.width - plot.left - plot.right - 2 * paper.pad
        least = plot.lowest(paper)
        if plot.aside:
            least = max(least, plot.aside_top + words.foot_height)
        if free >= least and wide >= _NARROWEST_PLOT:
            break
        paper = paper.grow()
    height = min(free, plot.most)
    spare = (free - height) / 2
    fitted = replace(plot, height=height, above=plot.above + spare, below=plot.below + spare)
    return fitted, caption, words


def _make_words(words: _Words, plot: Plot) -> list[PlotlyDict]:
    """Subtitle and foot as annotations."""
    place = {
        "x": 0,
        "y": 0,
        "xshift": -plot.left,
        "yshift": -(plot.below + (4 if words.is_tight else 8)),
    }
    if plot.aside:
        place = {"x": 1, "y": 1, "xshift": plot.right - plot.aside, "yshift": -plot.aside_top}
    foot = make_text(
        "<br>".join(words.foot),
        size=theme.FOOT_SIZE,
        name="foot",
        align="left",
        xanchor="left",
        yanchor="top",
        borderpad=0,
        opacity=0.9,
        **place,
    )
    if not words.subtitle:
        return [foot]
    subtitle = make_text(
        "<br>".join(words.subtitle),
        x=0,
        y=1,
        size=theme.SUBTITLE_SIZE,
        name="subtitle",
        align="left",
        xanchor="left",
        yanchor="bottom",
        xshift=-plot.left,
        yshift=plot.above + 2,
        borderpad=0,
    )
    return [subtitle, foot]


def make_figure(plot: Plot, caption: Caption, *, lang: Lang, notes: Notes = NO_NOTES) -> go.Figure:
    """Put ``plot`` in its frame; the height follows from the plot and the lines of text.

    On paper the frame has the shape of the paper, white with dark text. ``notes`` are those of the
    rows drawn; demonstration rows bring the watermark.
    """
    pad = caption.paper.pad if caption.paper else 0
    if caption.paper:
        plot, caption, words = _fit_paper(plot, caption, caption.paper, notes, lang)
    else:
        words = _wrap_words(plot, caption, notes, lang)
    top, bottom = words.top(plot) + pad, words.bottom(plot) + pad
    annotations = [*plot.layout.get("annotations", ()), *_make_words(words, plot)]
    if caption.demonstration or notes.demonstration:
        annotations.append(_watermark())
    ground = "white" if caption.paper else theme.CLEAR
    layout = {
        "template": {"layout": {}},
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "paper_bgcolor": ground,
        "plot_bgcolor": ground,
        "font": {"family": theme.FONT_FAMILY, "size": theme.LABEL_SIZE},
        "hoverlabel": {"align": "left", "font": {"family": theme.FONT_FAMILY, "size": 12}},
        **plot.layout,
        "annotations": annotations,
        "height": round(top + plot.height + bottom),
        "margin": {
            "l": round(plot.left) + pad,
            "r": round(plot.right) + pad,
            "t": top,
            "b": bottom,
            "pad": 0,
            "autoexpand": False,
        },
        "title": _make_title(words, plot, pad),
    }
    if caption.paper:
        layout["meta"] = {"parts": plot.parts}
        layout["width"] = round(caption.paper.width)
        layout["font"]["color"] = theme.INK
    # Checking every property takes four times as long; the tests check each chart once.
    return go.Figure({"data": plot.data, "layout": layout}, _validate=False)


def make_empty(caption: Caption, *, lang: Lang, text: str = "") -> go.Figure:
    """A chart without anything to draw: its frame, and ``text`` or “no figures” in the middle."""
    words = text or _("No figures for this choice", lang)
    layout = {
        "xaxis": hidden_axis(range=[0, 1]),
        "yaxis": hidden_axis(range=[0, 1]),
        "annotations": [make_text(words, x=0.5, y=0.5, size=14, opacity=0.7)],
    }
    return make_figure(Plot([], layout, 120), caption, lang=lang)


def spread_labels(heights: Sequence[float], *, gap: float, low: float, high: float) -> list[float]:
    """Positions near ``heights`` (pixels) that lie at least ``gap`` apart within low and high."""
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    placed = [0.0] * len(heights)
    floor = low
    for i in order:
        placed[i] = max(heights[i], floor)
        floor = placed[i] + gap
    ceiling = high
    for i in reversed(order):
        placed[i] = min(placed[i], ceiling)
        ceiling = placed[i] - gap
    return placed


def tick_width(ticks: Sequence[float], tick_format: str) -> float:
    """The width in pixels of the widest of ``ticks`` in a d3 format of plain decimals."""
    return max(theme.measure_text(format(t, tick_format), theme.LABEL_SIZE) for t in ticks)


def with_measure(caption: Caption, indicator: Indicator, scale: Scale, lang: Lang) -> Caption:
    """``caption`` with measure and unit as its subtitle."""
    return replace(caption, subtitle=measure_name(indicator, caption.subtitle, scale.unit, lang))


def with_note(caption: Caption, note: str) -> Caption:
    """``caption`` with one more note at its foot."""
    return replace(caption, notes=(*caption.notes, note))
