"""What slides say, read back from a .pptx: numbers by where they stand, areas of maps, running text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from pptx.chart.chart import Chart
from pptx.chart.series import XySeries, _BaseCategorySeries
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.shapes.autoshape import Shape
from pptx.shapes.base import BaseShape
from pptx.shapes.graphfrm import GraphicFrame
from pptx.shapes.group import GroupShape
from pptx.slide import Slide
from pptx.table import Table

from dashboard.drawingml.text import PER_HEAD

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?%?")
# The foot tells source and version; these are not figures.
_FOOT = re.compile(r"数据版本|Data version")
# A ranking has the figure of the whole behind its unit.
_UNIT = re.compile(r"(?:单位：|unit: )([^　]+)")
# Behind a year: how many have reported, or that the whole differs; behind a region: why it has no bar.
_REMARK = re.compile(r"(?<=^\d{4}) .+$")
_STATE = re.compile(r"（[^（）]*）$| \([^()]*\)$")
_COUNT = re.compile(r" \(\d+\)$")
_LABEL, _CIRCLE = " label", " circle"
_FILLS = ("a:noFill", "a:solidFill", "a:gradFill", "a:blipFill", "a:pattFill", "a:grpFill")
_FACTORS = {"亿": 1e8, "万": 1e4, "billion": 1e9, "million": 1e6, "thousand": 1e3}
_AMOUNT = re.compile(rf"^(-?[\d.,]+(?:e[+-]?\d+)?) ?({'|'.join(_FACTORS)})?(.*)$")

CellAddress = tuple[str, ...]
# A fill without how its XML is written: tag, attributes, what is inside.
Fill = tuple[str, tuple[tuple[str, str], ...], tuple["Fill", ...]]


@dataclass(frozen=True)
class Text:
    """One frame of running text."""

    text: str
    is_title: bool


@dataclass(frozen=True)
class Area:
    """One region of a map."""

    words: str  # its number or state, out of the words for who cannot see it
    label: str  # the number that is written on it, if there was room
    fill: Fill | None
    width: int | None = None  # of its circle in EMU; None without one


@dataclass(frozen=True)
class SlideContents:
    """What a slide, or several that belong together, says."""

    cells: dict[CellAddress, str] = field(default_factory=dict)  # empty text: a gap
    texts: tuple[Text, ...] = ()
    areas: dict[str, Area] = field(default_factory=dict)  # by the name of the region
    legend: dict[Fill, str] = field(
        default_factory=dict
    )  # classes, lowest first, “no figures” last
    unit: str = ""  # of a map and its legend


def read_contents(slides: Iterable[Slide]) -> SlideContents:
    """What slides say together: a long table or ranking goes over several."""
    found = SlideContents()
    texts: list[Text] = []
    unit = ""
    for slide in slides:
        frames = [s for s in slide.shapes if isinstance(s, Shape) and s.text_frame.text.strip()]
        unit = next((u for s in frames if (u := _find_unit(s.text_frame.text))), "")
        for shape in slide.shapes:
            if not isinstance(shape, GraphicFrame):
                continue
            if shape.has_chart:
                found.cells.update(_read_chart(shape.chart, unit))
            elif shape.has_table:
                found.cells.update(_read_table(shape.table))
        title = slide.shapes.title
        texts += [
            Text(s.text_frame.text.strip(), title is not None and s.shape_id == title.shape_id)
            for s in frames
            if not _FOOT.search(s.text_frame.text) and not s.name.endswith(_LABEL)
        ]
        found.cells.update(_read_column(slide))
        found.areas.update(_read_areas(slide))
        found.legend.update(_read_legend(slide))
    return replace(found, texts=tuple(texts), unit=unit)


def _read_chart(chart: Chart, unit: str) -> dict[CellAddress, str]:
    """The numbers of a chart by series and category, with their unit as far as it is written."""
    if chart.has_title and chart.chart_title.has_text_frame:
        unit = _find_unit(chart.chart_title.text_frame.text) or unit
    cells: dict[CellAddress, str] = {}
    for plot in chart.plots:
        categories = [_REMARK.sub("", str(c)) for c in plot.categories]
        for series in plot.series:
            measured = _find_unit(series.name)
            # The only series of a ranking is named after its measure and unit, which may change.
            name = "" if measured else series.name
            for place, value in enumerate(_read_values(series)):
                category = categories[place] if place < len(categories) else ""
                if value is None:
                    cells[(name, _STATE.sub("", category))] = ""
                else:
                    cells[(name, category)] = f"{value:.10g} {measured or unit}".rstrip()
    return cells


def _read_values(series: _BaseCategorySeries | XySeries) -> list[float | None]:
    """The numbers of a series; of points on a line those along it."""
    along = series._element.xpath("./c:xVal//c:v/text()")
    return [float(x) for x in along] if along else list(series.values)


def _read_column(slide: Slide) -> dict[CellAddress, str]:
    """The per-capita numbers beside a ranking, by what they are and the region."""
    cells: dict[CellAddress, str] = {}
    for group in slide.shapes:
        if isinstance(group, GroupShape) and group.name == PER_HEAD:
            texts = {s.name: s.text_frame.text for s in group.shapes if isinstance(s, Shape)}
            title = texts.pop(PER_HEAD, "")
            cells.update({(title, name): text for name, text in texts.items()})
    return cells


def _find_unit(measure: str) -> str:
    """The unit at the end of a measure: ``工会会员人数 · 单位：万人`` → ``万人``."""
    found = _UNIT.search(measure)
    return found[1].split("  ")[0].strip() if found else ""


def _read_table(table: Table) -> dict[CellAddress, str]:
    rows = [[cell.text.strip() for cell in row.cells] for row in table.rows]
    return {
        (rows[0][0], *row[: _labels_of(rows[0])], head): text
        for row in rows[1:]
        for head, text in zip(rows[0][1:], row[1:], strict=True)
        if NUMBER.search(text)
    }


def _labels_of(heads: list[str]) -> int:
    """How many cells name a row: the tables of three words about an indicator begin with two."""
    return 2 if len(heads) == 3 else 1


def _each_shape(shapes: Iterable[BaseShape]) -> Iterator[BaseShape]:
    """Every shape, those inside of groups too: maps are ungrouped by hand."""
    for shape in shapes:
        yield shape
        if isinstance(shape, GroupShape):
            yield from _each_shape(shape.shapes)


def _read_areas(slide: Slide) -> dict[str, Area]:
    """The freeforms by their names; lines of a border are among them, under names of no region."""
    shapes = list(_each_shape(slide.shapes))
    labels = {
        s.name.removesuffix(_LABEL): s.text_frame.text
        for s in shapes
        if isinstance(s, Shape) and s.name.endswith(_LABEL)
    }
    circles = {
        s.name.removesuffix(_CIRCLE): int(s.width) for s in shapes if s.name.endswith(_CIRCLE)
    }
    return {
        s.name: Area(
            words=_read_words(s._element),
            label=_read_number(labels.get(s.name, "")),
            fill=_read_fill(s._element),
            width=circles.get(s.name),
        )
        for s in shapes
        if s._element.find(f"{qn('p:spPr')}/{qn('a:custGeom')}") is not None
    }


def _read_words(element: BaseOxmlElement) -> str:
    """What stands before the class in the words of an area; slides of old have no class there."""
    words = element.xpath(".//p:cNvPr")[0].get("descr", "")
    return re.split("；|; ", words)[0].strip()


def _read_number(label: str) -> str:
    found = NUMBER.search(label)
    return found[0] if found else ""


def _read_fill(element: BaseOxmlElement) -> Fill | None:
    tags = [qn(tag) for tag in _FILLS]
    fills = [child for child in element.find(qn("p:spPr")) if child.tag in tags]
    return _simplify(fills[0]) if fills else None


def _simplify(element: BaseOxmlElement) -> Fill:
    inner = tuple(_simplify(child) for child in element)
    return str(element.tag), tuple(sorted(element.attrib.items())), inner


def _read_legend(slide: Slide) -> dict[Fill, str]:
    """The classes of a map by their colours, lowest first."""
    groups = [
        s for s in _each_shape(slide.shapes) if isinstance(s, GroupShape) and s.name == "legend"
    ]
    squares = [s for g in groups for s in g.shapes if _COUNT.search(s.name)]
    entries = [(_read_fill(s._element), _COUNT.sub("", s.name)) for s in squares]
    known = [(fill, words) for fill, words in entries if fill is not None]
    # Drawn from the highest class down, those without a number below.
    return dict([*reversed(known[:-1]), *known[-1:]])


def parse_amount(text: str) -> tuple[float, str] | None:
    """A number in its base unit and that unit: ``1.2 万人`` → 12000, ``人``; None for other text."""
    found = _AMOUNT.match(text.strip())
    if not found:
        return None
    try:
        value = float(found[1].replace(",", ""))
    except ValueError:
        return None
    return value * _FACTORS.get(found[2] or "", 1), found[3].strip()
