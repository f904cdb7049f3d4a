"""Colours and text of slides: roles in the colours of the template's theme, fonts for both scripts.

Nothing here is a fixed colour: another theme recolours every slide.
"""

import re
from collections.abc import Mapping, Sequence
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.slide import Slide
from pptx.text.text import TextFrame
from pptx.util import Emu, Length, Pt

from dashboard.graphics import theme
from dashboard.i18n import Lang

_LANGUAGES = {"zh": 'lang="zh-CN" altLang="en-US"', "en": 'lang="en-GB" altLang="zh-CN"'}
FONTS = '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/>'
EMU_PER_POINT = 12700
PER_HEAD = "per head"  # the name of the group with the column of numbers beside a ranking
LINE_HEIGHT = 1.35  # of the East Asian fonts, which are taller than Latin ones


@dataclass(frozen=True)
class Box:
    """A place on a slide, in EMU."""

    left: int
    top: int
    width: int
    height: int

    @property
    def lengths(self) -> tuple[Length, Length, Length, Length]:
        """Left, top, width and height as python-pptx takes them."""
        return Emu(self.left), Emu(self.top), Emu(self.width), Emu(self.height)

    @property
    def right(self) -> int:
        """The right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """The lower edge."""
        return self.top + self.height

    def meets(self, other: "Box") -> bool:
        """Whether both share some ground."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


@dataclass(frozen=True)
class Paint:
    """A colour of the theme (``accent1``, ``tx1``), lighter above and darker below 0."""

    slot: str
    brightness: float = 0.0
    alpha: float = 1.0
    saturation: float = 1.0

    @property
    def fill(self) -> str:
        """A solid fill as DrawingML."""
        share = round((1 - abs(self.brightness)) * 100_000)
        inner = f'<a:lumMod val="{share}"/>' if self.brightness else ""
        if self.saturation < 1:
            inner = f'<a:satMod val="{round(self.saturation * 100_000)}"/>{inner}'
        if self.brightness > 0:
            inner += f'<a:lumOff val="{100_000 - share}"/>'
        if self.alpha < 1:
            inner += f'<a:alpha val="{round(self.alpha * 100_000)}"/>'
        return f'<a:solidFill><a:schemeClr val="{self.slot}">{inner}</a:schemeClr></a:solidFill>'

    def line(self, width_pt: float, dash: str = "solid") -> str:
        """A line of this colour as DrawingML; ``dash`` as in ``DASHES``."""
        width = round(width_pt * EMU_PER_POINT)
        return f'<a:ln w="{width}" cap="rnd">{self.fill}<a:prstDash val="{dash}"/><a:round/></a:ln>'


NO_LINE = "<a:ln><a:noFill/></a:ln>"
TEXT = Paint("tx1")
QUIET = Paint("tx1", 0.35)
ACCENT = Paint("accent1")  # the one that stands out
BAR = Paint("tx2", 0.4)
REFERENCE = Paint("tx1", 0.5)
FAINT = Paint("bg1", -0.25)
GRID = Paint("bg1", -0.15)
GROUND = Paint("bg1")
NO_DATA = Paint("bg1", -0.12)
# A map of circles.
PLAIN_GROUND = Paint("bg1", -0.04)
CIRCLE = Paint("accent2", 0.4, 0.7, saturation=0.55)
CIRCLE_LINE = Paint("accent2", saturation=0.55)
CIRCLE_BELOW_ZERO = Paint("accent1", 0.4, 0.7)
WATERMARK = Paint("tx1", 0.5, 0.3)

# plotly's names of dashes and symbols → DrawingML's
DASHES = {"solid": "solid", "dash": "dash", "dot": "sysDot", "dashdot": "dashDot"}
SYMBOLS = {
    "circle": "circle",
    "square": "square",
    "diamond": "diamond",
    "triangle-up": "triangle",
    "triangle-down": "triangle",
    "cross": "plus",
    "x": "x",
    "star": "star",
}
_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_UNKNOWN = "808080"  # stands for a colour of a theme that is not given in red, green and blue
_REGION_SLOTS = ("accent2", "accent3", "accent4", "accent5", "accent6")
_REGION_SHADES = (0.0, -0.4, 0.4)
# Dark text can be read on each of them, whatever the accent.
_CLASS_SHADES = (0.85, 0.7, 0.55, 0.4, 0.22)


def region_paint(code: str) -> Paint:
    """The colour of one region on every slide, from its place among its siblings as on pages."""
    shade, slot = divmod(theme.place_among_siblings(code), len(_REGION_SLOTS))
    return Paint(_REGION_SLOTS[slot], _REGION_SHADES[shade % len(_REGION_SHADES)])


def class_paints(count: int) -> list[Paint]:
    """The colours of ``count`` (at most five) classes, light to dark, spread over all shades."""
    last = len(_CLASS_SHADES) - 1
    return [
        Paint("accent2", _CLASS_SHADES[round(i * last / max(1, count - 1))], saturation=0.55)
        for i in range(count)
    ]


def read_scheme(slide: Slide) -> dict[str, str]:
    """The colours of the slide's theme: slot → six hexadecimal digits; without those in other forms."""
    master = slide.slide_layout.slide_master
    theme_part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    scheme = parse_xml(theme_part.blob).find(f".//{qn('a:clrScheme')}")
    # Windows' own colours have a name in val and what it last stood for in lastClr.
    found = {
        entry.tag.rpartition("}")[2]: colour.get("lastClr") or colour.get("val", "")
        for entry in scheme.iterchildren("{*}*")
        for colour in entry.iterchildren("{*}srgbClr", "{*}sysClr")
    }
    slots = master._element.find(qn("p:clrMap")).attrib
    return {
        slot: found[name] for slot, name in slots.items() if _HEX.fullmatch(found.get(name, ""))
    }


def choose_ink(ground: Paint, scheme: Mapping[str, str]) -> Paint:
    """The colour of text or of the slide's ground: the one that stands out more on ``ground``."""
    own = _brightness(ground, scheme)
    return max(GROUND, TEXT, key=lambda ink: abs(_brightness(ink, scheme) - own))


def _brightness(paint: Paint, scheme: Mapping[str, str]) -> float:
    """From 0 (black) to 1, weighted as plotly does for the text in its bars."""
    colour = scheme.get(paint.slot, _UNKNOWN)
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4))
    hue, light, saturation = rgb_to_hls(red, green, blue)
    light = light * (1 - abs(paint.brightness)) + max(0.0, paint.brightness)
    red, green, blue = hls_to_rgb(hue, light, saturation * paint.saturation)
    return 0.299 * red + 0.587 * green + 0.114 * blue


def run_xml(
    text: str, size: float, lang: Lang, *, paint: Paint | None = None, bold: bool = False,
    fonts: str = FONTS,
) -> str:  # fmt: skip
    """One run of text as DrawingML with its fonts for Latin and East Asian script."""
    weight = ' b="1"' if bold else ""
    fill = paint.fill if paint else ""
    properties = f'<a:rPr {_LANGUAGES[lang]} sz="{round(size * 100)}"{weight}>{fill}{fonts}</a:rPr>'
    return f"<a:r>{properties}<a:t>{escape(clean_text(text))}</a:t></a:r>"


def make_run(
    text: str, size: float, lang: Lang, *, paint: Paint | None = None, bold: bool = False
) -> BaseOxmlElement:
    """The same as an element to append to a paragraph."""
    xml = run_xml(text, size, lang, paint=paint, bold=bold)
    return parse_xml(xml.replace("<a:r>", f"<a:r {nsdecls('a')}>", 1))


def clean_text(text: str) -> str:
    """``text`` without the control characters that XML does not allow."""
    return (
        "".join(c for c in text if c >= " " or c in "\t\n")
        .replace("\ufffe", "")
        .replace("\uffff", "")
    )


def font_xml(size: float, *, paint: Paint = TEXT, bold: bool = False) -> str:
    """``c:txPr`` of a chart or of a part of one."""
    return (
        f'<c:txPr {nsdecls("c", "a")}><a:bodyPr wrap="none"/><a:lstStyle/><a:p><a:pPr>'
        f'<a:defRPr sz="{round(size * 100)}" b="{int(bold)}">{paint.fill}{FONTS}</a:defRPr>'
        '</a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )


def write_text(
    frame: TextFrame,
    paragraphs: Sequence[str],
    size: float,
    lang: Lang,
    *,
    paint: Paint | None = None,
    bold: bool = False,
    align: str = "",
    fonts: str = FONTS,
) -> None:
    """Put ``paragraphs`` in a frame, without bullets; colour and weight are the template's if not given."""
    body = frame._txBody
    for paragraph in body.findall(qn("a:p")):
        body.remove(paragraph)
    aligned = f" algn={quoteattr(align)}" if align else ""
    for text in paragraphs or [""]:
        runs = run_xml(text, size, lang, paint=paint, bold=bold, fonts=fonts)
        body.append(
            parse_xml(
                f'<a:p {nsdecls("a")}><a:pPr marL="0" indent="0"{aligned}><a:buNone/></a:pPr>'
                f"{runs}</a:p>"
            )
        )


def fit_text(
    paragraphs: Sequence[str], width_pt: float, height_pt: float, *, largest: float, smallest: float
) -> tuple[float, float]:
    """The size in points at which text fits, down to ``smallest``, and its height at that size."""
    size = largest
    while True:
        height = text_height(paragraphs, size, width_pt)
        if height <= height_pt or size <= smallest:
            return size, height
        size = max(smallest, size - 0.5)


def text_height(paragraphs: Sequence[str], size: float, width_pt: float) -> float:
    """The height in points of wrapped text at ``size``."""
    # Measuring is right within a few per cent: what fits narrowly is given another line.
    count = sum(len(theme.wrap_text(p, size, width_pt * 0.95)) for p in paragraphs)
    return count * size * LINE_HEIGHT


def points(emu: float) -> float:
    """EMU in points."""
    return emu / EMU_PER_POINT


def emu(points_: float) -> int:
    """Points in EMU."""
    return int(Pt(points_))
