"""Map: the children of a region in one year, coloured by classes that are fixed across years."""

import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go

from dashboard.catalogue import Indicator, load_catalogue
from dashboard.charts import theme
from dashboard.charts.frame import (
    Caption,
    Plot,
    hidden_axis,
    make_empty,
    make_figure,
    make_text,
    nice_step,
    with_measure,
    with_note,
)
from dashboard.charts.points import (
    Point,
    format_hover,
    format_label,
    format_state,
    has_value,
    join_names,
    make_notes,
    points_of_year,
    read_points,
)
from dashboard.charts.shapes import COUNTRY, Shapes, load_shapes
from dashboard.formats import Scale, choose_scale, format_number
from dashboard.i18n import Lang
from dashboard.i18n import gettext as _

__all__ = ["Classes", "Shapes", "load_shapes", "make_classes", "make_map"]

MAP_HEIGHT = 400
TILES_HEIGHT = 340
_LEGEND_ROW = 17
_SMALLEST_TEXT = 8
# ISO 3166-2 letters: English names of provinces do not fit on a tile.
_PROVINCE_LETTERS = {
    "11": "BJ", "12": "TJ", "13": "HE", "14": "SX", "15": "NM", "21": "LN", "22": "JL", "23": "HL",
    "31": "SH", "32": "JS", "33": "ZJ", "34": "AH", "35": "FJ", "36": "JX", "37": "SD", "41": "HA",
    "42": "HB", "43": "HN", "44": "GD", "45": "GX", "46": "HI", "50": "CQ", "51": "SC", "52": "GZ",
    "53": "YN", "54": "XZ", "61": "SN", "62": "GS", "63": "QH", "64": "NX", "65": "XJ", "71": "TW",
    "81": "HK", "82": "MO",
}  # fmt: skip


@dataclass(frozen=True)
class Classes:
    """Inner limits of the classes in the base unit, ascending; a value on a limit is above it."""

    limits: tuple[float, ...]

    def place(self, value: float) -> int:
        """The class of ``value``: 0 is the lowest."""
        return bisect_right(self.limits, value)

    def colour(self, value: float) -> str:
        """The colour of the class of ``value``; few classes are spread over the whole scale."""
        return self.colours[self.place(value)]

    @property
    def colours(self) -> tuple[str, ...]:
        """One colour a class, light to dark."""
        last = len(theme.SEQUENTIAL) - 1
        count = len(self.limits)
        return tuple(theme.SEQUENTIAL[round(i * last / max(1, count))] for i in range(count + 1))


def _round_to_two(value: float) -> float:
    if value == 0:
        return 0.0
    digits = 1 - math.floor(math.log10(abs(value)))
    return round(value, digits)


def make_classes(values_all_years: Iterable[float | None], kind: str) -> Classes:
    """At most five classes for the values (base unit) of **all** years, so that colours stay.

    Rates are cut at equal round steps; counts and money, which are skewed, at their quintiles
    rounded to two digits. None and NaN are passed over; without values there is one class.
    """
    values = sorted(v for v in values_all_years if v is not None and not math.isnan(v))
    if not values or values[0] == values[-1]:
        return Classes(())
    low, high = values[0], values[-1]
    if kind == "rate":
        step = nice_step(high - low, 5)
        first = math.floor(low / step + 1e-9) + 1
        limits = [round(i * step, 10) for i in range(first, first + 4)]
    else:
        limits = [_round_to_two(values[len(values) * i // 5]) for i in range(1, 5)]
    return Classes(tuple(sorted({x for x in limits if low < x <= high})))


def _legend_items(
    classes: Classes, counts: Mapping[int, int], scale: Scale, lang: Lang
) -> list[str]:
    limits = [format_number(x, scale, lang) for x in classes.limits]
    if not limits:
        words = [_("all values", lang)]
    else:
        words = [f"&lt; {limits[0]}"]
        words += [f"{a} – {b}" for a, b in pairwise(limits)]
        words.append(f"≥ {limits[-1]}")
    items = [
        f"<span style='color:{colour}'>■</span> {text} ({counts.get(i, 0)})"
        for i, (text, colour) in enumerate(zip(words, classes.colours, strict=True))
    ]
    none = _("no figures", lang)
    items.append(f"<span style='color:{theme.NO_DATA_HATCH}'>▨</span> {none} ({counts.get(-1, 0)})")
    return items


def _legend(items: list[str], below: float) -> tuple[list[dict], float]:
    """The legend in two columns under the map, read down and then across; and its height."""
    half = math.ceil(len(items) / 2)
    annotations = [
        make_text(
            "<br>".join(column),
            x=0,
            y=0,
            size=12,
            align="left",
            xanchor="left",
            yanchor="top",
            xshift=i * theme.TEXT_WIDTH_PX / 2,
            yshift=-below,
            borderpad=0,
            name="legend",
        )
        for i, column in enumerate((items[:half], items[half:]))
    ]
    return annotations, half * _LEGEND_ROW + below


def _area(
    outline: tuple[list[float | None], list[float | None]], point: Point | None, hover: str,
    fill: str | None, is_counted: bool,
) -> dict:  # fmt: skip
    """One region as a filled polygon; hatched without a figure, empty where not counted here."""
    trace = {
        "type": "scatter",
        "mode": "lines",
        "x": outline[0],
        "y": outline[1],
        "fill": "toself",
        "fillcolor": fill or (theme.NO_DATA if is_counted else theme.CLEAR),
        "line": {"color": "#FFFFFF" if is_counted else theme.GREY, "width": 1},
        "hoveron": "fills",
        "hoverinfo": "text",
        "text": hover,
    }
    if fill is None and is_counted:
        trace["fillpattern"] = {
            "shape": "/",
            "size": 7,
            "solidity": 0.25,
            "fgcolor": theme.NO_DATA_HATCH,
            "bgcolor": theme.NO_DATA,
            "fillmode": "replace",
        }
    return trace


def _tile_name(code: str, parent: str, lang: Lang) -> str:
    if lang == "en" and parent == COUNTRY:
        return _PROVINCE_LETTERS.get(code[:2], code)
    return theme.place_name(code, lang).split(" (")[0]


def _fit_label(name: str, number: str, room: float) -> tuple[str, float]:
    """Name and number where both fit ``room`` pixels, else the name alone; and the font size."""
    both = math.floor(room / max(theme.measure_text(name, 1), theme.measure_text(number, 1)))
    if number and both >= _SMALLEST_TEXT and room >= 2.4 * _SMALLEST_TEXT:
        return f"{name}<br>{number}", min(theme.LABEL_SIZE, both)
    alone = math.floor(room / theme.measure_text(name, 1))
    return name, max(_SMALLEST_TEXT, min(theme.LABEL_SIZE, alone))


def _labels(
    shapes: Shapes,
    points: Mapping[str, Point],
    on_map: set[str],
    parent: str,
    scale: Scale,
    lang: Lang,
) -> dict:
    """Names, with the number beneath where there is room, at the middle of each region."""
    x0, x1, y0, y1 = shapes.extent
    # A phone shows the map 300 px wide at most: text that fits there fits everywhere.
    px = min(300 / (x1 - x0), (TILES_HEIGHT if shapes.is_tiles else MAP_HEIGHT) / (y1 - y0))
    texts, sizes, codes = [], [], []
    few = len(shapes.outlines) <= 15
    for code in shapes.outlines:
        name = _tile_name(code, parent, lang)
        room = 2 * shapes.room[code] * px
        point = points.get(code)
        number = format_label(point.value, scale, lang, point.doubts) if has_value(point) else ""
        text, size = _fit_label(name, number, room)
        # Few regions may reach over their edges a little; a tile always bears its name.
        if theme.measure_text(name, size) > room * (4 if few else 1.5) and not shapes.is_tiles:
            continue
        texts.append(text)
        sizes.append(size)
        codes.append(code)
    return {
        "type": "scatter",
        "mode": "text",
        "x": [shapes.labels[c][0] for c in codes],
        "y": [shapes.labels[c][1] for c in codes],
        "text": texts,
        "textposition": "middle center",
        # Only a region that is counted elsewhere has no fill under its name.
        "textfont": {
            "size": sizes,
            "color": [theme.ON_LIGHT if c in on_map else theme.GREY for c in codes],
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def make_map(
    figures_of_one_year: pd.DataFrame,
    indicator: Indicator,
    *,
    lang: Lang,
    caption: Caption,
    parent: str,
    shapes: Shapes,
    classes: Classes,
    scale: Scale | None = None,
) -> go.Figure:
    """The children of ``parent`` as coloured areas, with names, a legend and counts per class.

    ``figures_of_one_year`` are rows of one indicator and one year; ``classes`` come from
    ``make_classes`` over all years, ``shapes`` from ``load_shapes``. Children without a number are
    hatched. Regions with a number but without a shape are named at the foot.
    """
    points = points_of_year(read_points(figures_of_one_year))
    if not shapes.outlines:
        return make_empty(caption, lang=lang, text=_("No map for these regions", lang))
    counted = {r.code for r in load_catalogue().counted_children(parent)}
    # Hong Kong, Macao and Taiwan belong on the map, though no sum expects them.
    on_map = {c for c in shapes.outlines if c in counted or c in points or parent == COUNTRY}
    values = {c: points[c].value for c in on_map if has_value(points.get(c))}
    scale = scale or choose_scale([*values.values(), *classes.limits], indicator, lang)
    data, counts = [], {}
    for code, outline in shapes.outlines.items():
        point = points.get(code)
        fill = classes.colour(values[code]) if code in values else None
        data.append(
            _area(
                outline,
                point,
                _hover(code, point, code in on_map, scale, lang),
                fill,
                code in on_map,
            )
        )
        if code in on_map:
            place = classes.place(values[code]) if code in values else -1
            counts[place] = counts.get(place, 0) + 1
    data += [_boundary_line(line) for line in shapes.lines]
    data.append(_labels(shapes, points, on_map, parent, scale, lang))

    legend, legend_height = _legend(_legend_items(classes, counts, scale, lang), 10)
    x0, x1, y0, y1 = shapes.extent
    layout = {
        "xaxis": hidden_axis(range=[x0, x1], constrain="domain"),
        "yaxis": hidden_axis(range=[y0, y1], scaleanchor="x", scaleratio=1, constrain="domain"),
        "annotations": legend,
        "hoverdistance": 5,
    }
    drawn = [p for c, p in points.items() if c in shapes.outlines]
    absent = [c for c in points if c not in shapes.outlines and has_value(points[c])]
    absent = [c for c in absent if c != parent]
    return make_figure(
        Plot(
            data,
            layout,
            TILES_HEIGHT if shapes.is_tiles else MAP_HEIGHT,
            above=6,
            below=legend_height,
        ),
        _map_caption(caption, absent, shapes, indicator, scale, lang),
        lang=lang,
        notes=make_notes(drawn, lang),
    )


def _hover(code: str, point: Point | None, is_counted: bool, scale: Scale, lang: Lang) -> str:
    if has_value(point):
        return format_hover(point, scale, lang)
    words = format_state(point, lang) if is_counted else _("counted with another unit", lang)
    return f"<b>{theme.place_name(code, lang)}</b>{'：' if lang == 'zh' else ': '}{words}"


def _boundary_line(line: tuple[list[float], list[float]]) -> dict:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": line[0],
        "y": line[1],
        "line": {"color": theme.GREY, "width": 1.2},
        "hoverinfo": "skip",
    }


def _map_caption(
    caption: Caption,
    absent: Sequence[str],
    shapes: Shapes,
    indicator: Indicator,
    scale: Scale,
    lang: Lang,
) -> Caption:
    framed = with_measure(caption, indicator, scale, lang)
    framed = with_note(framed, _("In brackets: number of regions in the class", lang))
    if absent:
        framed = with_note(
            framed, _("Not on the map: {names}", lang, names=join_names(absent, lang))
        )
    if shapes.is_tiles:
        return with_note(framed, _("Each square is one region; not to scale", lang))
    if shapes.is_reference:
        return with_note(framed, _("Boundaries: Tianditu, GS(2024)0650 (schematic)", lang))
    return framed
