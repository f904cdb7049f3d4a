"""The native map: a freeform for each region, named and coloured by class, with its legend.

What adds up is an ellipse over each freeform, which then has a plain ground.
"""

from collections.abc import Sequence

from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.shapes.autoshape import Shape
from pptx.shapes.group import GroupShape
from pptx.slide import Slide

from dashboard.charts.contents import Contents
from dashboard.charts.map.circles import Circles
from dashboard.charts.map.figure import (
    NO_FIGURE,
    Classes,
    Label,
    MapPlan,
    name_classes,
    place_labels,
    plan_map,
)
from dashboard.charts.map.shapes import Outline
from dashboard.drawingml.native_charts import name_shape
from dashboard.drawingml.slide_bodies import (
    SlideBody,
    add_heading,
    describe_missing,
    make_empty_body,
    make_slide_body,
)
from dashboard.drawingml.text import (
    CIRCLE,
    CIRCLE_BELOW_ZERO,
    CIRCLE_LINE,
    FAINT,
    GROUND,
    NO_DATA,
    PLAIN_GROUND,
    QUIET,
    REFERENCE,
    TEXT,
    Box,
    Paint,
    class_paints,
    emu,
    points,
    write_text,
)
from dashboard.formats import Scale, choose_scale, format_value
from dashboard.graphics import theme
from dashboard.graphics.points import format_state, has_value
from dashboard.i18n import Lang
from dashboard.i18n import gettext as _

_LEGEND_WIDTH = 150.0  # points
_LEGEND_ROW = 20.0
_TEXT_SIZES = (7.0, 11.0)  # points, the smallest and the largest of a label
_HATCH = (
    f'<a:pattFill {nsdecls("a")} prst="wdUpDiag"><a:fgClr><a:schemeClr val="bg1">'
    '<a:lumMod val="65000"/></a:schemeClr></a:fgClr><a:bgClr><a:schemeClr val="bg1">'
    '<a:lumMod val="88000"/></a:schemeClr></a:bgClr></a:pattFill>'
)
_NO_FILL = f"<a:noFill {nsdecls('a')}/>"


def plan_slides(contents: Contents) -> list[SlideBody]:
    """The regions by classes or circles; those without a number are hatched and named at the foot."""
    plan = contents.apply(plan_map)
    lang = contents.lang
    if plan is None:
        return [make_empty_body(contents.caption, lang)]
    full = choose_scale([], contents.subject, lang)
    missing = [
        (c, format_state(plan.points.get(c), lang))
        for c in plan.shapes.outlines
        if plan.place(c) == NO_FIGURE
    ]

    def draw(slide: Slide, box: Box) -> None:
        area = add_heading(slide, box, plan.caption.title, plan.caption.subtitle, lang)
        place = Box(area.left, area.top, area.width - emu(_LEGEND_WIDTH + 10), area.height)
        projection = _Projection(plan.shapes.extent, place)
        _draw_regions(slide, projection, plan, full, lang)
        beside = Box(projection.right + emu(24), area.top, emu(_LEGEND_WIDTH), area.height)
        _draw_legend(slide, beside, plan, projection, lang)

    more = describe_missing(missing, lang)
    return [make_slide_body(draw, plan.caption, plan.notes, lang, more)]


class _Projection:
    """From the axes of the shapes to a slide: the same scale both ways, in the middle of a box."""

    def __init__(self, extent: tuple[float, float, float, float], box: Box) -> None:
        x0, x1, y0, y1 = extent
        self.scale = min(box.width / (x1 - x0), box.height / (y1 - y0))  # EMU for one unit
        self._left = box.left + (box.width - (x1 - x0) * self.scale) / 2 - x0 * self.scale
        self.right = round(self._left + x1 * self.scale)
        self._top = box.top + (box.height - (y1 - y0) * self.scale) / 2 + y1 * self.scale

    def place(self, x: float, y: float) -> tuple[int, int]:
        return round(self._left + x * self.scale), round(self._top - y * self.scale)


def _draw_regions(
    slide: Slide, projection: _Projection, plan: MapPlan, full: Scale, lang: Lang
) -> None:
    shapes = plan.shapes
    drawn: list[Shape] = []
    for code, outline in shapes.outlines.items():
        shape = _add_outline(slide, projection, outline, closed=True)
        name_shape(shape._element, theme.place_name(code, lang), _describe(plan, full, code, lang))
        _paint(shape._element, *_choose_paints(plan, code))
        drawn.append(shape)
    for xs, ys in shapes.lines:
        shape = _add_outline(slide, projection, (list(xs), list(ys)), closed=False)
        _paint(shape._element, _NO_FILL, REFERENCE)
        drawn.append(shape)
    drawn += _add_circles(slide, projection, plan, lang)
    labels = place_labels(plan, points(projection.scale), _TEXT_SIZES, lang)
    drawn += [_add_label(slide, projection, plan, label, lang) for label in labels]
    # Grouped at once: python-pptx measures a group again at every shape that is added to it.
    group = slide.shapes.add_group_shape(drawn)
    name_shape(group._element, plan.caption.title, plan.caption.title)


def _choose_paints(plan: MapPlan, code: str) -> tuple[str, Paint]:
    """The fill of a region's ground as DrawingML, and its edge."""
    place = plan.place(code)
    if place is None:
        return _NO_FILL, REFERENCE
    if place == NO_FIGURE:
        return _HATCH, GROUND
    if isinstance(plan.key, Circles):
        return _solid(PLAIN_GROUND), FAINT
    return _solid(class_paints(len(plan.key.limits) + 1)[place]), GROUND


def _add_circles(slide: Slide, projection: _Projection, plan: MapPlan, lang: Lang) -> list[Shape]:
    circles = []
    for point, radius in plan.circles:
        middle = projection.place(*plan.shapes.labels[point.region])
        half = round(radius * projection.scale)
        place = Box(middle[0] - half, middle[1] - half, 2 * half, 2 * half)
        shape = slide.shapes.add_shape(MSO_SHAPE.OVAL, *place.lengths)
        name_shape(shape._element, f"{theme.place_name(point.region, lang)} circle")
        _paint_circle(shape._element, is_below_zero=point.value < 0, is_hollow=point.is_unsettled)
        circles.append(shape)
    return circles


def _paint_circle(
    element: BaseOxmlElement, *, is_below_zero: bool = False, is_hollow: bool = False
) -> None:
    fill, line = (CIRCLE_BELOW_ZERO,) * 2 if is_below_zero else (CIRCLE, CIRCLE_LINE)
    _paint(element, _NO_FILL if is_hollow else _solid(fill), line, 1.75 if is_hollow else 1)


def _solid(paint: Paint) -> str:
    return paint.fill.replace("<a:solidFill>", f"<a:solidFill {nsdecls('a')}>", 1)


def _add_outline(slide: Slide, projection: _Projection, outline: Outline, *, closed: bool) -> Shape:
    """One freeform with a contour for each ring."""
    rings: list[list[tuple[int, int]]] = [[]]
    for x, y in zip(*outline, strict=True):
        if x is None or y is None:
            rings.append([])
        else:
            rings[-1].append(projection.place(x, y))
    return _make_freeform(slide, [ring for ring in rings if len(ring) > 1], closed=closed)


def _make_freeform(
    slide: Slide, rings: Sequence[Sequence[tuple[int, int]]], *, closed: bool
) -> Shape:
    # python-pptx looks at every point of a freeform again for each of its points.
    left, top = (min(point[i] for ring in rings for point in ring) for i in (0, 1))
    right, bottom = (max(point[i] for ring in rings for point in ring) for i in (0, 1))
    width, height = max(1, right - left), max(1, bottom - top)
    path = "".join(_path_xml(ring, left, top, closed=closed) for ring in rings)
    shape = slide.shapes.add_textbox(*Box(left, top, width, height).lengths)
    element = shape._element
    element.spPr.remove(element.spPr.find(qn("a:prstGeom")))
    element.spPr.find(qn("a:noFill")).getparent().remove(element.spPr.find(qn("a:noFill")))
    element.nvSpPr.cNvSpPr.attrib.pop("txBox", None)
    element.spPr.append(
        parse_xml(
            f"<a:custGeom {nsdecls('a')}><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
            '<a:rect l="l" t="t" r="r" b="b"/><a:pathLst>'
            f'<a:path w="{width}" h="{height}">{path}</a:path></a:pathLst></a:custGeom>'
        )
    )
    return shape


def _path_xml(ring: Sequence[tuple[int, int]], left: int, top: int, *, closed: bool) -> str:
    points_ = [f'<a:pt x="{x - left}" y="{y - top}"/>' for x, y in ring]
    lines = "".join(f"<a:lnTo>{point}</a:lnTo>" for point in points_[1:])
    return f"<a:moveTo>{points_[0]}</a:moveTo>{lines}{'<a:close/>' if closed else ''}"


def _paint(element: BaseOxmlElement, fill: str, line: Paint, width_pt: float = 1) -> None:
    style = element.find(qn("p:style"))
    if style is not None:
        element.remove(style)
    element.spPr.append(parse_xml(fill))
    element.spPr.append(
        parse_xml(line.line(width_pt).replace("<a:ln ", f"<a:ln {nsdecls('a')} ", 1))
    )


def _describe(plan: MapPlan, full: Scale, code: str, lang: Lang) -> str:
    """The number, in full too, and its class, if any, in words: for who cannot see it, and to be checked."""
    point, place = plan.points.get(code), plan.place(code)
    if place is None:
        return _("counted with another unit", lang)
    if not has_value(point):
        return format_state(point, lang)
    number = format_value(point.value, plan.scale, lang, quality_flags=point.quality_flags)
    if plan.scale.divisor != 1:
        form = "{}（{}）" if lang == "zh" else "{} ({})"
        number = form.format(number, format_value(point.value, full, lang))
    if isinstance(plan.key, Circles):
        return number
    words = name_classes(plan.key, plan.scale, lang)[place]
    return _("{number}; class: {words}", lang, number=number, words=words)


def _add_label(
    slide: Slide, projection: _Projection, plan: MapPlan, label: Label, lang: Lang
) -> Shape:
    """A region's name, with its number beneath where there is room for both, or one of them."""
    size = label.size
    x, y = projection.place(label.x, label.y)
    width = emu(max(theme.measure_text(line, size) for line in label.lines) * 1.2 + 4)
    height = emu(len(label.lines) * size * 1.25)
    place = Box(x - width // 2, y - height // 2, width, height)
    shape = slide.shapes.add_textbox(*place.lengths)
    name_shape(shape._element, f"{theme.place_name(label.region, lang)} label")
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    is_counted = plan.place(label.region) is not None
    write_text(frame, label.lines, size, lang, paint=TEXT if is_counted else QUIET, align="ctr")
    return shape


def _draw_legend(
    slide: Slide, box: Box, plan: MapPlan, projection: _Projection, lang: Lang
) -> None:
    """What the classes or circles stand for, with “no data” below them."""
    group = slide.shapes.add_group_shape()
    name_shape(group._element, "legend")
    if isinstance(plan.key, Circles):
        below = _draw_circle_legend(group, box, plan, projection, lang)
    else:
        below = _draw_class_legend(group, box, plan, plan.key, lang)
    text = f"{_('no figures', lang)} ({plan.counts.get(NO_FIGURE, 0)})"
    _add_entry(group, box.left, below, text, _HATCH, lang)


def _draw_class_legend(
    group: GroupShape, box: Box, plan: MapPlan, classes: Classes, lang: Lang
) -> int:
    """A square for each class with its limits and how many regions are in it; returns where it ends."""
    words = name_classes(classes, plan.scale, lang)
    top = box.top + max(0, box.height - emu(_LEGEND_ROW * (len(words) + 1))) // 2
    entries = list(enumerate(zip(words, class_paints(len(words)), strict=True)))
    for i, (place, (text, paint)) in enumerate(reversed(entries)):
        counted = f"{text} ({plan.counts.get(place, 0)})"
        _add_entry(group, box.left, top + emu(i * _LEGEND_ROW), counted, _solid(paint), lang)
    return top + emu(len(words) * _LEGEND_ROW)


def _draw_circle_legend(
    group: GroupShape, box: Box, plan: MapPlan, projection: _Projection, lang: Lang
) -> int:
    """Two or three circles of round numbers, in the size of those on the map; returns where they end."""
    halves = [(text, round(r * projection.scale)) for text, r in plan.legend_circles]
    widest = max((half for _text, half in halves), default=0)
    rows = [max(2 * half + emu(4), emu(_LEGEND_ROW)) for _text, half in halves]
    top = box.top + max(0, box.height - sum(rows) - emu(2 * _LEGEND_ROW)) // 2
    for (text, half), row in zip(halves, rows, strict=True):
        place = Box(box.left + widest - half, top + row // 2 - half, 2 * half, 2 * half)
        circle = group.shapes.add_shape(MSO_SHAPE.OVAL, *place.lengths)
        _paint_circle(circle._element)
        name_shape(circle._element, text)
        middle = top + (row - emu(_LEGEND_ROW)) // 2
        _add_legend_text(group, box.left + 2 * widest + emu(6), middle, text, lang)
        top += row
    if any(point.value < 0 for point, _radius in plan.circles):
        text = _("below zero", lang)
        _add_entry(group, box.left, top, text, _solid(CIRCLE_BELOW_ZERO), lang)
        top += emu(_LEGEND_ROW)
    return top


def _add_entry(group: GroupShape, left: int, top: int, text: str, fill: str, lang: Lang) -> None:
    side = emu(12)
    place = Box(left, top + emu(4), side, side)
    square = group.shapes.add_shape(MSO_SHAPE.RECTANGLE, *place.lengths)
    _paint(square._element, fill, NO_DATA)
    name_shape(square._element, text)
    _add_legend_text(group, left + emu(18), top, text, lang)


def _add_legend_text(group: GroupShape, left: int, top: int, text: str, lang: Lang) -> None:
    place = Box(left, top, emu(_LEGEND_WIDTH - 18), emu(_LEGEND_ROW))
    label = group.shapes.add_textbox(*place.lengths)
    frame = label.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame.word_wrap = True
    write_text(frame, [text], 11, lang, align="l")
