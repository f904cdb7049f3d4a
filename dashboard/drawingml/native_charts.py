"""Parts of native charts that python-pptx has no words for: labels, layout, lines of the theme.

What a chart shows is in ``native``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData, ChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.shapes.graphfrm import GraphicFrame
from pptx.slide import Slide

from dashboard.drawingml.text import (
    GROUND,
    NO_LINE,
    QUIET,
    TEXT,
    Box,
    Paint,
    fit_text,
    font_xml,
    points,
    run_xml,
)
from dashboard.formats import Scale, count_decimals, format_number
from dashboard.graphics.points import format_label
from dashboard.i18n import Lang

LABEL_SIZE = 11.0
_NAMESPACES = nsdecls("c", "a")
Sheet = CategoryChartData | XyChartData
_SHOW = ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")


@dataclass(frozen=True)
class Look:
    """How a line is drawn."""

    paint: Paint
    width: float = 2.25  # points
    dash: str = "solid"
    symbol: str = "circle"
    size: int = 7


@dataclass(frozen=True)
class Label:
    """What is written at one point: its number in its own format, with its series' name if asked."""

    number_format: str
    position: str = "r"  # r, l, t, b, ctr, outEnd, inBase
    name: bool = False
    shift: float = 0.0  # down, as a share of the height of the chart


def number_format(scale: Scale) -> str:
    """The format of numbers of a chart: the digits that its page shows."""
    if scale.decimals is not None:
        return _digits(scale.decimals)
    # python-pptx writes formats into XML as they are: a “<” would break it.
    return f"[>=999.95]{_digits(0)};[>=9.995]{_digits(1)};{_digits(2)}"


def label_format(
    value: float, scale: Scale, lang: Lang, quality_flags: str = "", suffix: str = ""
) -> str:
    """The format of one number (base unit): its digits between the marks of its quality flags.

    What no digits show is spelt out: <0.0001.
    """
    plain = format_number(value, scale, lang, quality_flags)
    label = format_label(value, scale, lang, quality_flags)
    if plain[0] in "<>":
        return literal_format(label + suffix)
    before, _number, behind = label.partition(plain)
    digits = _digits(count_decimals(value, scale))
    return f"{literal_format(before)}{digits}{literal_format(behind + suffix)}"


def _digits(decimals: int) -> str:
    return "#,##0" + (f".{'0' * decimals}" if decimals else "")


def literal_format(text: str) -> str:
    """The format that writes ``text`` whatever the number is."""
    return f'"{text}"' if text else ""


def add_chart(
    slide: Slide, box: Box, kind: XL_CHART_TYPE, sheet: Sheet, *, name: str, alt: str
) -> Chart:
    """A chart without legend and ground, gaps kept, in the template's fonts."""
    # The types of python-pptx know one kind of data only, and take the frame for the chart in it.
    made: object = slide.shapes.add_chart(kind, *box.lengths, cast(ChartData, sheet))
    frame = cast(GraphicFrame, made)
    name_shape(frame._element, name, alt)
    chart = frame.chart
    chart.has_legend = False
    space = chart._chartSpace
    for old in space.findall(qn("c:txPr")):
        space.remove(old)
    space._insert_txPr(parse_xml(font_xml(LABEL_SIZE)))
    return chart


def name_shape(element: BaseOxmlElement, name: str, alt: str = "") -> None:
    """The name of a shape in the selection pane, and the words for who cannot see it."""
    properties = element.xpath(".//p:cNvPr")[0]
    properties.set("name", name)
    if alt:
        properties.set("descr", alt)


def set_title(chart: Chart, title: str, measure: str, box: Box, lang: Lang) -> float:
    """Put ``title`` (bold) and ``measure`` at the upper left; returns their height as a share.

    They are made smaller where they would be cut off.
    """
    text = f"{title}  {measure}".rstrip()
    # The title of a chart is wrapped before it is as wide as the chart: at about four fifths.
    size, height = fit_text(
        [text], points(box.width) * 0.8, points(box.height) / 4, largest=12, smallest=8
    )
    runs = run_xml(title, size, lang, paint=TEXT, bold=True)
    runs += run_xml(f"  {measure}", size, lang, paint=QUIET) if measure else ""
    paragraphs = f'<a:p><a:pPr algn="l"/>{runs}</a:p>'
    element = parse_xml(
        f"<c:title {_NAMESPACES}><c:tx><c:rich><a:bodyPr/><a:lstStyle/>{paragraphs}</c:rich></c:tx>"
        '<c:layout><c:manualLayout><c:xMode val="edge"/><c:yMode val="edge"/><c:x val="0"/>'
        '<c:y val="0"/></c:manualLayout></c:layout><c:overlay val="1"/></c:title>'
    )
    inner = chart._chartSpace.chart
    for old in [*inner.findall(qn("c:title")), *inner.findall(qn("c:autoTitleDeleted"))]:
        inner.remove(old)
    inner.insert(0, parse_xml(f'<c:autoTitleDeleted {_NAMESPACES} val="0"/>'))
    inner.insert(0, element)
    return min(0.4, (height + 6) / points(box.height))


def set_plot(chart: Chart, *, left: float, top: float, right: float, bottom: float) -> None:
    """Where the axes stand, as shares of the chart's width and height."""
    plot = chart._chartSpace.chart.plotArea
    for old in plot.findall(qn("c:layout")):
        plot.remove(old)
    plot.insert(
        0,
        parse_xml(
            f'<c:layout {_NAMESPACES}><c:manualLayout><c:layoutTarget val="inner"/>'
            '<c:xMode val="edge"/><c:yMode val="edge"/>'
            f'<c:x val="{left:.4f}"/><c:y val="{top:.4f}"/>'
            f'<c:w val="{max(0.05, right - left):.4f}"/><c:h val="{max(0.05, bottom - top):.4f}"/>'
            "</c:manualLayout></c:layout>"
        ),
    )


def style_line(series: BaseOxmlElement, look: Look) -> None:
    """Line and markers of a series."""
    series._remove_spPr()
    series._insert_spPr(_properties(look.paint.line(look.width, look.dash)))
    series._remove_marker()
    series._insert_marker(_marker(look, hollow=False))


def style_points(series: BaseOxmlElement, look: Look) -> None:
    """Markers of a series without a line."""
    series._remove_spPr()
    series._insert_spPr(_properties(NO_LINE))
    series._remove_marker()
    series._insert_marker(_marker(look, hollow=False))


def hollow_points(series: BaseOxmlElement, indices: Iterable[int], look: Look) -> None:
    """Draw the unsettled points of a line hollow."""
    line = look.paint.line(look.width, look.dash) if look.width else NO_LINE
    for index in indices:
        point = parse_xml(
            f'<c:dPt {_NAMESPACES}><c:idx val="{index}"/><c:bubble3D val="0"/>'
            f"<c:spPr>{line}</c:spPr></c:dPt>"
        )
        point.insert(1, _marker(look, hollow=True))
        series._insert_dPt(point)


def fill_series(series: BaseOxmlElement, paint: Paint) -> None:
    """The fill of bars."""
    series._remove_spPr()
    series._insert_spPr(_properties(paint.fill))


def clear_series(series: BaseOxmlElement) -> None:
    """Bars that are there only for their labels."""
    series._remove_spPr()
    series._insert_spPr(_properties(f"<a:noFill/>{NO_LINE}"))


def fill_bar(series: BaseOxmlElement, index: int, paint: Paint) -> None:
    """The fill of one bar."""
    series._insert_dPt(
        parse_xml(
            f'<c:dPt {_NAMESPACES}><c:idx val="{index}"/><c:invertIfNegative val="0"/>'
            f'<c:bubble3D val="0"/><c:spPr>{paint.fill}</c:spPr></c:dPt>'
        )
    )


def _properties(inner: str) -> BaseOxmlElement:
    return parse_xml(f"<c:spPr {_NAMESPACES}>{inner}</c:spPr>")


def _marker(look: Look, *, hollow: bool) -> BaseOxmlElement:
    fill = (GROUND if hollow else look.paint).fill
    return parse_xml(
        f'<c:marker {_NAMESPACES}><c:symbol val="{look.symbol}"/><c:size val="{look.size}"/>'
        f"<c:spPr>{fill}{look.paint.line(1.5)}</c:spPr></c:marker>"
    )


def label_points(
    series: BaseOxmlElement,
    labels: Mapping[int, Label],
    *,
    paint: Paint = TEXT,
    size: float = LABEL_SIZE,
    others: Label | None = None,
) -> None:
    """Write ``labels`` at their points, and ``others`` at all the rest (nothing if None)."""
    fonts = font_xml(size, paint=paint)
    inner = "".join(_label(index, labels[index], fonts) for index in sorted(labels))
    if others is None:
        inner += _shown(value=False, name=False)
    else:
        inner += (
            f"{_format(others.number_format)}<c:spPr><a:noFill/>{NO_LINE}</c:spPr>{fonts}"
            f'<c:dLblPos val="{others.position}"/>{_shown(value=True, name=others.name)}'
        )
    series._remove_dLbls()
    series._insert_dLbls(parse_xml(f"<c:dLbls {_NAMESPACES}>{inner}</c:dLbls>"))


def _label(index: int, label: Label, fonts: str) -> str:
    layout = "<c:layout/>"
    if label.shift:
        layout = (
            '<c:layout><c:manualLayout><c:x val="0"/>'
            f'<c:y val="{label.shift:.4f}"/></c:manualLayout></c:layout>'
        )
    return (
        f'<c:dLbl><c:idx val="{index}"/>{layout}{_format(label.number_format)}'
        f"<c:spPr><a:noFill/>{NO_LINE}</c:spPr>{fonts}"
        f'<c:dLblPos val="{label.position}"/>{_shown(value=True, name=label.name)}'
        f"<c:separator> </c:separator></c:dLbl>"
    )


def _format(code: str) -> str:
    escaped = code.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return f'<c:numFmt formatCode="{escaped}" sourceLinked="0"/>'


def _shown(*, value: bool, name: bool) -> str:
    on = {"showVal": value, "showSerName": name}
    return "".join(f'<c:{tag} val="{int(on.get(tag, False))}"/>' for tag in _SHOW)


def style_value_axis(
    chart: Chart,
    low: float,
    high: float,
    *,
    step: float = 0,
    code: str = "",
    size: float = LABEL_SIZE,
) -> None:
    """A value axis from ``low`` to ``high``: with faint lines every ``step``, or unseen without one."""
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale = low, high
    element = axis._element
    if not step:
        axis.has_major_gridlines = False
        axis.visible = False
        return
    axis.major_unit = step
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.width = 6350
    lines = element.find(qn("c:majorGridlines"))
    lines.clear()
    lines.append(_properties(GRID_LINE))
    axis.tick_labels.number_format = code
    axis.tick_labels.number_format_is_linked = False
    finish_axis(element, NO_LINE, size)


def finish_axis(element: BaseOxmlElement, line: str, size: float) -> None:
    """The line of an axis and the size of its labels, which are never turned."""
    for tag in ("c:spPr", "c:txPr"):
        for old in element.findall(qn(tag)):
            element.remove(old)
    before = element.find(qn("c:crossAx"))
    before.addprevious(_properties(line))
    before.addprevious(
        parse_xml(font_xml(size).replace("<a:bodyPr ", '<a:bodyPr rot="0" vert="horz" '))
    )


def set_axis_title(element: BaseOxmlElement, text: str, size: float) -> None:
    """A short title in the middle under an axis."""
    run = run_xml(text, size, "en", paint=QUIET)
    title = parse_xml(
        f"<c:title {_NAMESPACES}><c:tx><c:rich><a:bodyPr/><a:p>{run}</a:p></c:rich></c:tx>"
        '<c:overlay val="0"/></c:title>'
    )
    for tag in ("c:majorGridlines", "c:axPos"):
        before = element.find(qn(tag))
        if before is not None:
            before.addnext(title)
            return


def cross_at_points(chart: Chart) -> None:
    """Let the first and the last point stand at the edges of the plot."""
    axis = chart.value_axis._element
    for old in axis.findall(qn("c:crossBetween")):
        axis.remove(old)
    place = axis.find(qn("c:crosses"))
    place = axis.find(qn("c:crossAx")) if place is None else place
    place.addnext(parse_xml(f'<c:crossBetween {_NAMESPACES} val="midCat"/>'))


def add_high_low_lines(chart: Chart) -> None:
    """Join the highest and the lowest point of each category of a line chart."""
    plot = chart.plots[0]._element
    lines = parse_xml(f"<c:hiLowLines {_NAMESPACES}/>")
    lines.append(_properties(Paint("bg1", -0.25).line(3)))
    plot.find(qn("c:marker")).addprevious(lines)


def show_legend(chart: Chart, *, top: float, height: float, width: float = 0.25) -> None:
    """A legend in one line at the left, beginning at ``top``; all are shares of the chart's size."""
    legend = parse_xml(
        f'<c:legend {_NAMESPACES}><c:legendPos val="t"/><c:layout><c:manualLayout>'
        f'<c:xMode val="edge"/><c:yMode val="edge"/><c:x val="0"/><c:y val="{top:.4f}"/>'
        f'<c:w val="{width:.4f}"/><c:h val="{height:.4f}"/></c:manualLayout></c:layout>'
        '<c:overlay val="1"/></c:legend>'
    )
    chart._chartSpace.chart.plotArea.addnext(legend)


def write_labels(
    series: BaseOxmlElement, text: str, position: str, *, lang: Lang, paint: Paint | None = None
) -> None:
    """Write ``text`` at the first point of a series, where its numbers alone would not do."""
    run = run_xml(text, LABEL_SIZE, lang, paint=paint or TEXT, bold=paint is not None)
    series._remove_dLbls()
    series._insert_dLbls(
        parse_xml(
            f'<c:dLbls {_NAMESPACES}><c:dLbl><c:idx val="0"/><c:layout/><c:tx><c:rich>'
            f'<a:bodyPr wrap="none"/><a:p>{run}</a:p></c:rich></c:tx>'
            f'<c:dLblPos val="{position}"/>{_shown(value=True, name=True)}</c:dLbl>'
            f"{_shown(value=False, name=False)}</c:dLbls>"
        )
    )


def set_label_step(element: BaseOxmlElement, step: int) -> None:
    """Write every ``step``-th category under its axis."""
    for old in element.findall(qn("c:tickLblSkip")):
        element.remove(old)
    skip = parse_xml(f'<c:tickLblSkip {_NAMESPACES} val="{step}"/>')
    later = ("c:tickMarkSkip", "c:noMultiLvlLbl", "c:extLst")
    following = [child for tag in later for child in element.findall(qn(tag))]
    following[0].addprevious(skip) if following else element.append(skip)


GRID_LINE = Paint("bg1", -0.15).line(0.5)
AXIS_LINE = Paint("bg1", -0.25).line(0.75)
