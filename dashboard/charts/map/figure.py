"""Map: the children of a region in one year, by colours or circles that are fixed across years.

Rates and amounts a head colour the areas in classes. What adds up is drawn as circles on a plain
ground: a large region coloured by a count would seem to have more of it than it has.
"""

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from itertools import pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.catalogue import LAST_YEAR, Indicator, load_catalogue
from dashboard.charts.map.circles import Circles, format_round, trace_circle
from dashboard.charts.map.shapes import COUNTRY, Outline, Shapes, load_shapes
from dashboard.formats import Scale, choose_scale, count_decimals, format_number, round_number
from dashboard.graphics import theme
from dashboard.graphics.frame import (
    Caption,
    Plot,
    PlotlyDict,
    free_height,
    hidden_axis,
    make_empty,
    make_figure,
    make_text,
    nice_step,
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
    join_names,
    make_notes,
    points_of_year,
    read_points,
)
from dashboard.i18n import Lang
from dashboard.i18n import gettext as _

__all__ = ["Classes", "Shapes", "load_shapes", "make_classes", "make_map"]

MAP_HEIGHT = 400
TILES_HEIGHT = 340
_PHONE_WIDTH = 300  # the widest that a phone shows a map
TIGHTEST_HEIGHT, LEAST_HEIGHT = 130, 300  # on paper
# The column beside the map on paper, for legend and foot, and its distance.
_ASIDE, _ASIDE_GAP = 236, 12
_LEGEND_COLUMN = 160
_LEGEND_ROW = 17
_CAPITAL = "01"  # third and fourth digit of the code of a province's capital
_SMALLEST_TEXT = 8  # but on tight paper
_SIZE_STEP = 0.5
_LABEL_GAP = 2  # pixels at least between two labels
Box = tuple[float, float, float, float]  # left, right, lower and upper edge in pixels
NO_FIGURE = -1  # in the place of a class
_DRAWN = 0  # in the place of a class of a number that has a circle
# On a tile with a circle the name stands above the middle and the number below it, this share of the
# tile's room away: a small circle is seen between them.
_TILE_SHIFT = 0.62
_KEY_GAP = 14.0  # pixels between two circles of the legend
# ISO 3166-2 letters: English names of provinces do not fit on a tile.
_PROVINCE_LETTERS = {
    "11": "BJ", "12": "TJ", "13": "HE", "14": "SX", "15": "NM", "21": "LN", "22": "JL", "23": "HL",
    "31": "SH", "32": "JS", "33": "ZJ", "34": "AH", "35": "FJ", "36": "JX", "37": "SD", "41": "HA",
    "42": "HB", "43": "HN", "44": "GD", "45": "GX", "46": "HI", "50": "CQ", "51": "SC", "52": "GZ",
    "53": "YN", "54": "XZ", "61": "SN", "62": "GS", "63": "QH", "64": "NX", "65": "XJ", "71": "TW",
    "81": "HK", "82": "MO",
}  # fmt: skip
# The usual short names, for tiles on which a name in full would be too small to read.
_PROVINCE_CHARACTERS = {
    "11": "京", "12": "津", "13": "冀", "14": "晋", "15": "蒙", "21": "辽", "22": "吉", "23": "黑",
    "31": "沪", "32": "苏", "33": "浙", "34": "皖", "35": "闽", "36": "赣", "37": "鲁", "41": "豫",
    "42": "鄂", "43": "湘", "44": "粤", "45": "桂", "46": "琼", "50": "渝", "51": "川", "52": "贵",
    "53": "云", "54": "藏", "61": "陕", "62": "甘", "63": "青", "64": "宁", "65": "新", "71": "台",
    "81": "港", "82": "澳",
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
    unit = 10 ** max(0, -digits)
    return round_number(value / unit, max(0, digits)) * unit


def make_classes(values_all_years: Iterable[float | None], kind: str) -> Classes:
    """At most five classes for the values (base unit) of **all** years, so that colours stay.

    Rates are cut at equal round steps; amounts a head, which are skewed, at their quintiles
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


def name_classes(classes: Classes, scale: Scale, lang: Lang) -> list[str]:
    """The classes in words, lowest first: ``< 20``, ``20 – 40``, ``≥ 40``."""
    limits = [format_number(x, scale, lang) for x in classes.limits]
    if not limits:
        return [_("all values", lang)]
    return [f"< {limits[0]}", *(f"{a} – {b}" for a, b in pairwise(limits)), f"≥ {limits[-1]}"]


def _legend_items(plan: "MapPlan", lang: Lang) -> list[str]:
    """What the legend says in words; circles of round numbers are drawn below the map."""
    items = []
    if isinstance(plan.key, Circles):
        if any(p.value < 0 for p, _radius in plan.circles):
            below = _("below zero", lang)
            items.append(f"<span style='color:{theme.CIRCLE_BELOW_ZERO}'>●</span> {below}")
    else:
        words = name_classes(plan.key, plan.scale, lang)
        items = [
            f"<span style='color:{colour}'>■</span> {escape(text)} ({plan.counts.get(i, 0)})"
            for i, (text, colour) in enumerate(zip(words, plan.key.colours, strict=True))
        ]
    none = _("no figures", lang)
    count = plan.counts.get(NO_FIGURE, 0)
    items.append(f"<span style='color:{theme.NO_DATA_HATCH}'>▨</span> {none} ({count})")
    return items


def _legend(
    items: list[str], width: float, *, column: float = _LEGEND_COLUMN, **place: float
) -> tuple[list[PlotlyDict], float]:
    """The legend in columns, read down and then across; and its height.

    ``place`` holds ``x`` and ``y`` of its upper left corner in the plot and the shifts from there.
    """
    rows = math.ceil(len(items) / max(1, width // column))
    left = place.pop("xshift", 0)
    annotations = [
        make_text(
            "<br>".join(entries),
            size=12,
            align="left",
            xanchor="left",
            yanchor="top",
            xshift=left + i * column,
            borderpad=0,
            name="legend",
            **place,
        )
        for i, entries in enumerate(items[j : j + rows] for j in range(0, len(items), rows))
    ]
    return annotations, rows * _LEGEND_ROW


def _area(outline: Outline, hover: str, fill: str | None, is_counted: bool) -> PlotlyDict:
    """One region as a filled polygon; hatched without a figure, empty where not counted here."""
    line = "#FFFFFF" if is_counted else theme.GREY
    if fill == theme.GROUND:
        line = theme.GROUND_LINE
    trace = {
        "type": "scatter",
        "mode": "lines",
        "x": outline[0],
        "y": outline[1],
        "fill": "toself",
        "fillcolor": fill or (theme.NO_DATA if is_counted else theme.CLEAR),
        "line": {"color": line, "width": 1},
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


def _circle(
    place: tuple[float, float], radius: float, *, name: str, is_below_zero: bool = False,
    is_hollow: bool = False,
) -> PlotlyDict:  # fmt: skip
    """One circle as a polygon, which grows with the map as no marker does."""
    xs, ys = trace_circle(*place, radius)
    line, fill = theme.CIRCLE_LINE, theme.CIRCLE
    # A negative amount is another colour and not a ring: hollow are the unsettled ones.
    if is_below_zero:
        line, fill = theme.CIRCLE_BELOW_ZERO, theme.CIRCLE_BELOW_ZERO_FILL
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": xs,
        "y": ys,
        "fill": "toself",
        "fillcolor": theme.CLEAR if is_hollow else fill,
        # Plotly would leave out points that lie nearly on a line.
        "line": {"color": line, "width": 1.8 if is_hollow else 1, "simplify": False},
        "hoveron": "fills",
        "hoverinfo": "skip",
    }


def name_tile(code: str, parent: str, lang: Lang, *, is_tight: bool = False) -> str:
    """The name of a region as short as a map needs it."""
    if parent == COUNTRY and (lang == "en" or is_tight):
        short = _PROVINCE_LETTERS if lang == "en" else _PROVINCE_CHARACTERS
        return short.get(code[:2], code)
    return theme.place_name(code, lang).split(" (")[0]


def _map_height(shapes: Shapes) -> float:
    return TILES_HEIGHT if shapes.is_tiles else MAP_HEIGHT


def _label_box(lines: Sequence[str], size: float, x: float, y: float) -> Box:
    """The room of ``lines`` around a point."""
    half = max(theme.measure_text(line, size) for line in lines) / 2
    high = len(lines) * size * theme.LINE_HEIGHT / 2
    return x - half, x + half, y - high, y + high


def _is_free(box: Box, others: Iterable[Box]) -> bool:
    """Whether a label at ``box`` keeps its distance from all ``others``."""
    left, right, low, high = box
    return not any(
        left < x1 + _LABEL_GAP and x0 < right + _LABEL_GAP and low < y1 and y0 < high
        for x0, x1, y0, y1 in others
    )


def _is_clear(box: Box, circle: tuple[float, float, float]) -> bool:
    """Whether a label at ``box`` keeps its distance from a circle (x, y, radius)."""
    (left, right, low, high), (x, y, radius) = box, circle
    nearest = min(max(x, left), right), min(max(y, low), high)
    return math.dist(nearest, (x, y)) >= radius + _LABEL_GAP


def _fit(lines: Sequence[str], room: float) -> float:
    """The type size at which ``lines`` fit a square of ``room``, over whose sides they reach a little."""
    across = 1.25 * room / max(theme.measure_text(line, 1) for line in lines)
    down = room / (1.2 * len(lines))
    return math.floor(min(across, down) / _SIZE_STEP) * _SIZE_STEP


@dataclass(frozen=True)
class Label:
    """Lines of text about their middle, a place on the axes."""

    region: str
    lines: tuple[str, ...]
    size: float  # of the type
    x: float
    y: float


def place_labels(
    plan: "MapPlan", unit: float, sizes: tuple[float, float], lang: Lang, *, is_tight: bool = False
) -> list[Label]:
    """The name of each region, with the number beneath where there is room.

    ``unit`` is what one unit of the axes measures in the unit of ``sizes``, the smallest and the
    largest type. Where two labels would overlap, the smaller region goes without its number or
    its name; the capital's name comes first. A label stands on its circle, or beside one that it
    would hide.
    """
    shapes, (smallest, largest) = plan.shapes, sizes
    few = len(shapes.outlines) <= 15
    room = {code: 2 * shapes.room[code] * unit for code in shapes.outlines}
    places = {code: (x * unit, y * unit) for code, (x, y) in shapes.labels.items()}
    circles = {p.region: (*places[p.region], radius * unit) for p, radius in plan.circles}
    placed: dict[str, tuple[list[str], float]] = {}
    boxes: dict[str, Box] = {}

    def put(code: str, lines: list[str], size: float) -> None:
        """Place a label at ``size`` or as much smaller as it must be; or leave things as they are."""
        others = [box for c, box in boxes.items() if c != code]
        around = [circle for c, circle in circles.items() if c != code]
        radius = circles[code][2] if code in circles else 0
        while size >= smallest:
            for box in _list_boxes(lines, size, *places[code], radius):
                is_free = _is_free(box, others) and all(_is_clear(box, c) for c in around)
                if shapes.is_tiles or is_free:
                    placed[code], boxes[code] = (lines, size), box
                    return
            size -= _SIZE_STEP

    for code in sorted(room, key=lambda c: (c[2:4] != _CAPITAL, -room[c])):
        name = name_tile(code, plan.parent, lang, is_tight=is_tight)
        size = max(smallest, min(largest, _fit([name], room[code])))
        # Few regions may reach over their edges a little; a tile always bears its name.
        is_wide = theme.measure_text(name, size) > room[code] * (4 if few else 1.5)
        if shapes.is_tiles or not is_wide:
            put(code, [name], size)
    # Numbers come after all names, so that none takes the room of a name.
    for code, (names, _size) in list(placed.items()):
        point = plan.points.get(code)
        if has_value(point):
            lines = [*names, format_label(point.value, plan.scale, lang, point.quality_flags)]
            put(code, lines, min(largest, _fit(lines, room[code])))
    labels = []
    for code, (lines, size) in placed.items():
        x, y = shapes.labels[code]
        if shapes.is_tiles and code in circles:
            shift = _TILE_SHIFT * shapes.room[code]
            for line, height in zip(lines, (shift, -shift), strict=False):
                labels.append(Label(code, (line,), size, x, y + height))
            continue
        left, right, low, high = boxes[code]
        middle = ((left + right) / 2 / unit, (low + high) / 2 / unit)
        labels.append(Label(code, tuple(lines), size, *middle))
    return labels


def _list_boxes(
    lines: Sequence[str], size: float, x: float, y: float, radius: float
) -> Iterator[Box]:
    """Where a label may stand, the best first: on a circle that it does not hide, or else beside it."""
    left, right, low, high = _label_box(lines, size, x, y)
    if radius == 0 or 2 * radius >= max(high - low, 0.6 * (right - left)):
        yield left, right, low, high
    if radius:
        down, across = radius + (high - low) / 2, radius + (right - left) / 2 + _LABEL_GAP
        for dx, dy in ((0, -down), (0, down), (across, 0), (-across, 0)):
            yield left + dx, right + dx, low + dy, high + dy


def _labels(plan: "MapPlan", unit: float, lang: Lang) -> PlotlyDict:
    """The labels; ``unit`` is what one unit of the axes measures in pixels on the smallest plot."""
    paper = plan.caption.paper
    is_tight = paper is not None and paper.is_tight
    smallest = theme.LABEL_SIZE if is_tight else _SMALLEST_TEXT
    labels = place_labels(plan, unit, (smallest, theme.LABEL_SIZE), lang, is_tight=is_tight)
    return {
        "type": "scatter",
        "mode": "text",
        "x": [label.x for label in labels],
        "y": [label.y for label in labels],
        "text": ["<br>".join(label.lines) for label in labels],
        "textposition": "middle center",
        # Only a region that is counted elsewhere has no fill under its name.
        "textfont": {
            "size": [label.size for label in labels],
            "color": [
                theme.ON_LIGHT if label.region in plan.on_map else theme.GREY for label in labels
            ],
            "shadow": theme.HALO if plan.circles else "none",
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


@dataclass(frozen=True)
class MapPlan:
    """What a map shows, worked out once for a figure and for a slide."""

    points: dict[str, Point]
    on_map: set[str]  # regions with a shape that are counted here
    key: Classes | Circles  # what tells the numbers: the colours of areas, or circles
    counts: dict[int, int]  # regions by class; NO_FIGURE for those without a number
    shapes: Shapes
    parent: str
    scale: Scale
    caption: Caption
    notes: Notes

    def place(self, code: str) -> int | None:
        """The class of a region, NO_FIGURE without a number, None where it is not counted here."""
        if code not in self.on_map:
            return None
        point = self.points.get(code)
        return _place(point, self.key, self.scale)

    @cached_property
    def circles(self) -> list[tuple[KnownPoint, float]]:
        """Each number that has a circle, with its radius on the axes, largest first; empty with classes."""
        key = self.key
        if isinstance(key, Classes):
            return []
        known = [
            p
            for c in self.shapes.outlines
            if c in self.on_map and has_value(p := self.points.get(c))
        ]
        drawn = [(p, key.radius(p.value)) for p in known if p.value]
        # A small one is drawn over a large one that it meets.
        return sorted(drawn, key=lambda circle: -circle[1])

    @property
    def legend_circles(self) -> list[tuple[str, float]]:
        """Round numbers in the unit of the map with the radius of each, the largest first."""
        if isinstance(self.key, Classes):
            return []
        values = self.key.choose_legend(p.value for p, _radius in self.circles)
        return [(format_round(v, self.scale), self.key.radius(v)) for v in values]


def _place(point: Point | None, key: Classes | Circles, scale: Scale) -> int:
    """The class of a number as it is written: 19.96, written 20.0, is not below the limit 20.0."""
    if not has_value(point):
        return NO_FIGURE
    if isinstance(key, Circles):
        return _DRAWN
    decimals = count_decimals(point.value, scale)
    written = round_number(point.value / scale.divisor, decimals) * scale.divisor
    return key.place(max(point.value, written))


def plan_map(
    figures_of_one_year: pd.DataFrame,
    indicator: Indicator,
    *,
    lang: Lang,
    caption: Caption,
    parent: str,
    shapes: Shapes,
    key: Classes | Circles,
    scale: Scale | None = None,
) -> MapPlan | None:
    """What ``make_map`` draws of the same arguments; None where no region has a shape."""
    points = points_of_year(read_points(figures_of_one_year))
    if not shapes.outlines:
        return None
    year = max((p.year for p in points.values()), default=LAST_YEAR)
    counted = {r.code for r in load_catalogue().counted_children(parent, year)}
    # Hong Kong, Macao and Taiwan belong on the map, though no sum expects them.
    on_map = {c for c in shapes.outlines if c in counted or c in points or parent == COUNTRY}
    values = {c: p.value for c in on_map if has_value(p := points.get(c))}
    limits = key.limits if isinstance(key, Classes) else ()
    scale = scale or choose_scale([*values.values(), *limits], indicator, lang)
    places = [_place(points.get(c), key, scale) for c in on_map]
    drawn = [p for c, p in points.items() if c in shapes.outlines]
    absent = [c for c in points if c not in shapes.outlines and has_value(points[c])]
    absent = [c for c in absent if c != parent]
    framed = with_measure(caption, indicator, scale, lang)
    for note in _list_notes(key, list(values.values()), absent, shapes, scale, lang):
        framed = with_note(framed, note)
    return MapPlan(
        points=points,
        on_map=on_map,
        key=key,
        counts=dict(Counter(places)),
        shapes=shapes,
        parent=parent,
        scale=scale,
        caption=framed,
        notes=make_notes(drawn, lang),
    )


def _areas(plan: MapPlan, lang: Lang) -> list[PlotlyDict]:
    areas = []
    for code, outline in plan.shapes.outlines.items():
        point, place = plan.points.get(code), plan.place(code)
        is_counted = place is not None
        if place is None or place == NO_FIGURE:
            fill = None
        else:
            fill = theme.GROUND if isinstance(plan.key, Circles) else plan.key.colours[place]
        hover = _hover(code, point, is_counted, plan.scale, lang)
        areas.append(_area(outline, hover, fill, is_counted))
    return areas


def _circles(plan: MapPlan, lang: Lang) -> list[PlotlyDict]:
    circles = []
    for point, radius in plan.circles:
        circle = _circle(
            plan.shapes.labels[point.region],
            radius,
            name="circle",
            is_below_zero=point.value < 0,
            is_hollow=point.is_unsettled,
        )
        hover = _hover(point.region, point, True, plan.scale, lang)
        circles.append({**circle, "hoverinfo": "text", "text": hover})
    return circles


@dataclass(frozen=True)
class _CircleLegend:
    """Circles of round numbers in a row below a map, where they grow with it."""

    circles: list[PlotlyDict]
    numbers: PlotlyDict
    extent: tuple[float, float, float, float]  # of the map with the row


def _key_row(plan: MapPlan, size: tuple[float, float]) -> _CircleLegend | None:
    """The row below a plot of ``size`` in pixels; None where there are no circles."""
    entries = plan.legend_circles
    if not entries:
        return None
    x0, x1, y0, y1 = plan.shapes.extent
    high = 2 * entries[0][1]
    # Letters must fit as well: they have pixels, so the row is a share of the plot's height.
    row = max(1.15 * high, 1.5 * theme.LABEL_SIZE * (y1 - y0) / (size[1] - 1.5 * theme.LABEL_SIZE))
    gap = 0.25 * row
    extent = (x0, x1, y0 - row - gap, y1)
    unit = _measure_unit(extent, size)
    widths = [
        (2 * radius + (theme.measure_text(text, theme.LABEL_SIZE) + 4) / unit)
        for text, radius in entries
    ]
    between = _KEY_GAP / unit
    while len(entries) > 1 and sum(widths) + between * (len(widths) - 1) > size[0] / unit:
        entries, widths = entries[:-1], widths[:-1]
    left = (x0 + x1 - sum(widths) - between * (len(widths) - 1)) / 2
    middle = y0 - gap - row / 2
    circles, xs = [], []
    for (_text, radius), width in zip(entries, widths, strict=True):
        circle = _circle((left + radius, middle), radius, name="legend")
        circles.append({**circle, "fillcolor": theme.CIRCLE_OF_LEGEND})
        xs.append(left + 2 * radius + 4 / unit)
        left += width + between
    numbers = {
        "type": "scatter",
        "mode": "text",
        "name": "legend",
        "x": xs,
        "y": [middle] * len(xs),
        "text": [text for text, _radius in entries],
        "textposition": "middle right",
        "textfont": {"size": theme.LABEL_SIZE},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
    return _CircleLegend(circles, numbers, extent)


def _measure_unit(extent: tuple[float, float, float, float], size: tuple[float, float]) -> float:
    """What one unit of the axes measures in pixels on a plot of ``size``."""
    x0, x1, y0, y1 = extent
    return min(size[0] / (x1 - x0), size[1] / (y1 - y0))


def make_map(
    figures_of_one_year: pd.DataFrame,
    indicator: Indicator,
    *,
    lang: Lang,
    caption: Caption,
    **options: Any,
) -> go.Figure:
    """The children of ``parent`` with names and a legend: in classes of colour, or with circles.

    ``figures_of_one_year`` are rows of one indicator and one year; ``options`` are those of
    ``plan_map``: ``key`` comes from ``make_classes`` or ``make_circles`` over all years, ``shapes``
    from ``load_shapes``. Children without a number are hatched. Regions with a number but without
    a shape are named at the foot.
    """
    plan = plan_map(figures_of_one_year, indicator, lang=lang, caption=caption, **options)
    if plan is None:
        return make_empty(caption, lang=lang, text=_("No map for these regions", lang))
    shapes = plan.shapes
    legend, plot, size = _lay_out(plan, lang)
    row = _key_row(plan, size)
    extent = row.extent if row else shapes.extent
    data = _areas(plan, lang)
    data += [_boundary_line(line) for line in shapes.lines]
    data += _circles(plan, lang)
    if row:
        data += [*row.circles, row.numbers]
    data.append(_labels(plan, _measure_unit(extent, size), lang))
    x0, x1, y0, y1 = extent
    layout = {
        "xaxis": hidden_axis(range=[x0, x1], constrain="domain"),
        "yaxis": hidden_axis(range=[y0, y1], scaleanchor="x", scaleratio=1, constrain="domain"),
        "annotations": legend,
        "hoverdistance": 5,
    }
    return make_figure(
        replace(plot, data=data, layout=layout), plan.caption, lang=lang, notes=plan.notes
    )


def _lay_out(plan: MapPlan, lang: Lang) -> tuple[list[PlotlyDict], Plot, tuple[float, float]]:
    """The legend, the room around the map, and the least size in pixels at which it is shown.

    A page is narrow and has the legend and the foot below the map, a paper is low: there they
    stand beside it.
    """
    items, caption, height = _legend_items(plan, lang), plan.caption, _map_height(plan.shapes)
    paper = caption.paper
    if not paper:
        legend, legend_height = _legend(items, caption.text_width, x=0, y=0, yshift=-10)
        # Text that fits the smallest size at which the map is shown fits everywhere.
        return (
            legend,
            Plot([], {}, height, above=6, below=legend_height + 10),
            (_PHONE_WIDTH, height),
        )
    legend, legend_height = _legend(items, _ASIDE, column=_ASIDE / 2, x=1, y=1, xshift=_ASIDE_GAP)
    plot = Plot(
        [],
        {},
        height,
        right=_ASIDE + _ASIDE_GAP,
        least=LEAST_HEIGHT,
        tightest=TIGHTEST_HEIGHT,
        aside=_ASIDE,
        aside_top=legend_height + 8,
    )
    free = free_height(plot, caption, plan.notes, lang)
    size = paper.width - 2 * paper.pad - plot.right, max(free, plot.lowest(paper))
    return legend, plot, size


def _hover(code: str, point: Point | None, is_counted: bool, scale: Scale, lang: Lang) -> str:
    if has_value(point):
        return format_hover(point, scale, lang)
    words = format_state(point, lang) if is_counted else _("counted with another unit", lang)
    return f"<b>{theme.place_name(code, lang)}</b>{'：' if lang == 'zh' else ': '}{words}"


def _boundary_line(line: tuple[list[float], list[float]]) -> PlotlyDict:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": line[0],
        "y": line[1],
        "line": {"color": theme.GREY, "width": 1.2},
        "hoverinfo": "skip",
    }


def _list_notes(
    key: Classes | Circles,
    values: Sequence[float],
    absent: Sequence[str],
    shapes: Shapes,
    scale: Scale,
    lang: Lang,
) -> Iterator[str]:
    """What the foot says of the map itself."""
    if isinstance(key, Classes):
        yield _("In brackets: number of regions in the class", lang)
    else:
        yield _("The area of a circle is in proportion to the number", lang)
        if any(0 < abs(v) < key.least_true for v in values):
            least = format_number(key.least_true, scale, lang)
            yield _("The smallest circles: less than {value}", lang, value=least)
    if absent:
        yield _("Not on the map: {names}", lang, names=join_names(absent, lang))
    if shapes.is_tiles:
        yield _("Each square is one region; not to scale", lang)
    elif shapes.is_reference:
        yield _("Boundaries: Tianditu, GS(2024)0650 (schematic)", lang)
