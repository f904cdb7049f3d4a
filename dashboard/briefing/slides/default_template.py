"""The template of slides that are not put on an organisation's own: 16:9, the dashboard's colours, made by code."""

import re
from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.presentation import Presentation as PresentationType
from pptx.slide import SlideLayout
from pptx.util import Inches

from dashboard.graphics import theme

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
_LATIN, _EAST_ASIAN = "Arial", "Microsoft YaHei"
# Text 2 is the slate of bars, accent 1 the colour that stands out, the others those of regions.
_COLOURS = {
    "dk1": "#222222",
    "lt1": "#FFFFFF",
    "dk2": "#4F6C8A",
    "lt2": "#EEF2F6",
    "accent1": theme.ACCENT,
    **{f"accent{i + 2}": colour for i, colour in enumerate(theme.PALETTE[:5])},
    "hlink": theme.PALETTE[0],
    "folHlink": theme.PALETTE[6],
}
_COVER, _CONTENT = "Title Slide", "Title and Content"
# Type, idx, name, left, top, width, height in inches, size in points.
_Place = tuple[str, int, str, float, float, float, float, int]
_PLACEHOLDERS: tuple[_Place, ...] = (
    ("title", 0, "Title", 0.5, 0.3, 12.33, 0.95, 26),
    ("body", 13, "Sentence", 0.5, 1.25, 12.33, 0.7, 16),
    ("obj", 1, "Chart", 0.5, 2.0, 12.33, 4.45, 16),
    ("body", 14, "Source", 0.5, 6.5, 12.33, 0.85, 10),
)


@lru_cache(maxsize=1)
def make_default_template() -> bytes:
    """A presentation without slides: a cover and a layout with title, sentence, chart and source."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = WIDTH, HEIGHT
    master = presentation.slide_master
    for layout in list(presentation.slide_layouts):
        if layout.name not in (_COVER, _CONTENT):
            presentation.slide_layouts.remove(layout)
    _set_theme(presentation)
    for shape in [*master.placeholders]:
        shape._element.getparent().remove(shape._element)
    for kind, box in (("title", (0.5, 0.3, 12.33, 0.95)), ("body", (0.5, 1.25, 12.33, 5.2))):
        master.shapes._spTree.append(_placeholder(kind, 0, kind.title(), *box, 0))
    _left_titles(master._element)
    layouts = {layout.name: layout for layout in presentation.slide_layouts}
    _fill_layout(layouts[_CONTENT], _PLACEHOLDERS)
    _fill_layout(
        layouts[_COVER],
        (
            ("ctrTitle", 0, "Title", 1.0, 2.2, 11.33, 1.6, 36),
            ("subTitle", 1, "Subtitle", 1.0, 3.9, 11.33, 1.2, 18),
        ),
    )
    buffer = BytesIO()
    presentation.save(buffer)
    return buffer.getvalue()


def _set_theme(presentation: PresentationType) -> None:
    part = presentation.slide_master.part.part_related_by(RT.THEME)
    xml = part.blob.decode("utf-8")
    scheme = "".join(
        f'<a:{slot}><a:srgbClr val="{colour[1:]}"/></a:{slot}>' for slot, colour in _COLOURS.items()
    )
    xml = re.sub(
        r"<a:clrScheme .*?</a:clrScheme>",
        f'<a:clrScheme name="Dashboard">{scheme}</a:clrScheme>',
        xml,
        flags=re.S,
    )
    fonts = (
        f'<a:latin typeface="{_LATIN}"/><a:ea typeface="{_EAST_ASIAN}"/><a:cs typeface=""/>'
        f'<a:font script="Hans" typeface="{_EAST_ASIAN}"/>'
    )
    xml = re.sub(
        r"<a:fontScheme .*?</a:fontScheme>",
        f'<a:fontScheme name="Dashboard"><a:majorFont>{fonts}</a:majorFont>'
        f"<a:minorFont>{fonts}</a:minorFont></a:fontScheme>",
        xml,
        flags=re.S,
    )
    part._blob = xml.encode("utf-8")


def _placeholder(
    kind: str, idx: int, name: str, left: float, top: float, width: float, height: float, size: int
) -> object:
    """One placeholder as an element; positions in inches, size in points (0: the master's)."""
    anchor = {"title": "b", "ctrTitle": "b"}.get(kind, "t")
    style = f'<a:lvl1pPr marL="0" indent="0"><a:buNone/><a:defRPr sz="{size * 100}"/></a:lvl1pPr>'
    index = f' idx="{idx}"' if idx else ""
    return parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{idx + 2}" name="{name}"/><p:cNvSpPr>'
        f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{kind}"{index}/></p:nvPr></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{Inches(left)}" y="{Inches(top)}"/>'
        f'<a:ext cx="{Inches(width)}" cy="{Inches(height)}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f'<p:txBody><a:bodyPr lIns="0" rIns="0" tIns="0" bIns="0" anchor="{anchor}"><a:noAutofit/>'
        f"</a:bodyPr><a:lstStyle>{style if size else ''}</a:lstStyle>"
        f"<a:p><a:r><a:t>{name}</a:t></a:r></a:p></p:txBody></p:sp>"
    )


def _left_titles(master: BaseOxmlElement) -> None:
    """Titles are bold and begin at the left edge."""
    for level in master.iterfind(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}"):
        level.set("algn", "l")
        level.find(qn("a:defRPr")).set("b", "1")


def _fill_layout(layout: SlideLayout, placeholders: Sequence[_Place]) -> None:
    for shape in [*layout.placeholders]:
        shape._element.getparent().remove(shape._element)
    for placeholder in placeholders:
        layout.shapes._spTree.append(_placeholder(*placeholder))
