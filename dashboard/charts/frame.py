"""The frame around every chart: title and measure above, doubts, source and version at the foot.

All text is wrapped to the width of a phone and all margins are counted in pixels, so that nothing
overlaps at any width: a narrower page makes the plot narrower and leaves the text where it is.
"""

import datetime
import math
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace

import plotly.graph_objects as go
from babel.dates import format_date

from dashboard.catalogue import Indicator
from dashboard.charts import theme
from dashboard.charts.points import Notes, measure_name
from dashboard.formats import Scale
from dashboard.i18n import Lang
from dashboard.i18n import gettext as _

_DATE_LOCALES = {"zh": "zh_CN", "en": "en_GB"}
_NO_NOTES = Notes("", (), False)


@dataclass(frozen=True)
class Caption:
    """What a chart says about itself.

    An empty ``subtitle`` stands for the indicator's name, an empty ``source`` for the sources of
    the rows drawn. The charts add the doubts and notes of their rows to ``notes`` themselves.
    """

    title: str
    subtitle: str
    source: str
    version: int  # id of the newest upload
    date: datetime.date
    notes: tuple[str, ...] = ()
    demonstration: bool = False


@dataclass(frozen=True)
class Plot:
    """What a chart hands to the frame: plain plotly dicts and the room that they need in pixels."""

    data: list[dict]
    layout: dict
    height: float
    left: float = 0
    right: float = 0
    above: float = 0  # between subtitle and plot
    below: float = 0  # between plot and foot


def make_axis(**settings: object) -> dict:
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


def hidden_axis(**settings: object) -> dict:
    """An axis that is not seen."""
    return make_axis(showticklabels=False, **settings)


def make_text(
    text: str, *, x: float, y: float, size: float = theme.LABEL_SIZE, **more: object
) -> dict:
    """A piece of text without an arrow, in paper co-ordinates unless said otherwise."""
    font = {"size": size}
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


def _head(caption: Caption, above: float) -> tuple[dict, list[dict], float]:
    """The title (a plotly title), the subtitle (an annotation), and their height in pixels."""
    title = theme.wrap_text(caption.title, theme.TITLE_SIZE)
    subtitle = theme.wrap_text(caption.subtitle, theme.SUBTITLE_SIZE) if caption.subtitle else ()
    subtitle_height = len(subtitle) * theme.SUBTITLE_SIZE * theme.LINE_HEIGHT
    height = len(title) * theme.TITLE_SIZE * theme.LINE_HEIGHT + subtitle_height
    # Plotly puts the first line at the anchor and the others below it.
    lowered = (len(title) - 1) * theme.TITLE_SIZE * theme.LINE_HEIGHT
    titled = {
        "text": "<br>".join(f"<b>{line}</b>" for line in title),
        "x": 0,
        "xref": "container",
        "xanchor": "left",
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "pad": {"t": 0, "l": 0, "r": 0, "b": round(above + subtitle_height + lowered + 7)},
        "font": {"family": theme.FONT_FAMILY, "size": theme.TITLE_SIZE},
    }
    return titled, [subtitle] if subtitle else [], height


def foot_texts(caption: Caption, notes: Notes, lang: Lang) -> list[str]:
    """What stands at the foot: doubts and notes, then the source, then data version and date."""
    source = caption.source or notes.source
    date = format_date(caption.date, format="long", locale=_DATE_LOCALES[lang])
    texts = [*notes.notes, *(n for n in caption.notes if n not in notes.notes)]
    if source:
        texts.append(_("Source: {source}", lang, source=source))
    texts.append(_("Data version {version} · {date}", lang, version=caption.version, date=date))
    return texts


def foot_lines(caption: Caption, notes: Notes, lang: Lang) -> list[str]:
    """The same in lines that fit a phone, escaped for plotly."""
    texts = foot_texts(caption, notes, lang)
    return [line for text in texts for line in theme.wrap_text(text, theme.FOOT_SIZE)]


def _watermark() -> dict:
    return make_text(
        "<b>演示数据</b><br><span style='font-size:17px'>Demonstration data</span>",
        x=0.5,
        y=0.5,
        size=34,
        color=theme.WATERMARK,
        name="watermark",
    )


def make_figure(plot: Plot, caption: Caption, *, lang: Lang, notes: Notes = _NO_NOTES) -> go.Figure:
    """Put ``plot`` in its frame; the height follows from the plot and the lines of text.

    ``notes`` are those of the rows drawn; demonstration rows bring the watermark.
    """
    title, subtitles, head_height = _head(caption, plot.above)
    foot = foot_lines(caption, notes, lang)
    top = round(head_height + plot.above + 14)
    bottom = round(plot.below + 10 + len(foot) * theme.FOOT_SIZE * theme.LINE_HEIGHT + 4)
    annotations = [*plot.layout.get("annotations", ())]
    annotations += [
        make_text(
            "<br>".join(lines),
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
        for lines in subtitles
    ]
    annotations.append(
        make_text(
            "<br>".join(foot),
            x=0,
            y=0,
            size=theme.FOOT_SIZE,
            name="foot",
            align="left",
            xanchor="left",
            yanchor="top",
            xshift=-plot.left,
            yshift=-(plot.below + 8),
            borderpad=0,
            opacity=0.9,
        )
    )
    if caption.demonstration or notes.demonstration:
        annotations.append(_watermark())
    layout = {
        "template": {"layout": {}},
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "paper_bgcolor": theme.CLEAR,
        "plot_bgcolor": theme.CLEAR,
        "font": {"family": theme.FONT_FAMILY, "size": theme.LABEL_SIZE},
        "hoverlabel": {"align": "left", "font": {"family": theme.FONT_FAMILY, "size": 12}},
        **plot.layout,
        "annotations": annotations,
        "height": round(top + plot.height + bottom),
        "margin": {
            "l": round(plot.left),
            "r": round(plot.right),
            "t": top,
            "b": bottom,
            "pad": 0,
            "autoexpand": False,
        },
        "title": title,
    }
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


def make_printable(figure: go.Figure, *, text_colour: str = "#222222") -> go.Figure:
    """A copy of ``figure`` on white with dark text: for images and slides, outside any page."""
    copied = deepcopy(figure.to_dict())
    layout = copied["layout"]
    layout["paper_bgcolor"] = layout["plot_bgcolor"] = "white"
    layout["font"]["color"] = text_colour
    return go.Figure(copied, _validate=False)


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
