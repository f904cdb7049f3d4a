"""The look of every chart: fonts, colours, symbols and the measuring of text. No data in here.

Backgrounds are transparent and text has no colour of its own, so that a page can be light or dark;
colours are chosen to be told apart on both, by the colour-blind and, with symbols, in greyscale.
"""

from collections.abc import Iterator
from functools import lru_cache
from html import escape
from unicodedata import east_asian_width

from dashboard.catalogue import load_catalogue

FONT_FAMILY = "Noto Sans CJK SC, Microsoft YaHei, PingFang SC, SimHei, sans-serif"
# A phone of 360 px leaves about 320 px for a chart: everything that is wrapped is wrapped to that.
TEXT_WIDTH_PX = 320
TITLE_SIZE = 15
SUBTITLE_SIZE = 12
LABEL_SIZE = 11
FOOT_SIZE = 11
LINE_HEIGHT = 1.3  # plotly's own, in em

ACCENT = "#C8202F"
BAR = "#8FA6BF"
GREY = "rgba(128,128,128,0.9)"
FAINT_LINE = "rgba(128,128,128,0.4)"
PANEL_LINE = "rgba(128,128,128,0.65)"
GRID = "rgba(128,128,128,0.2)"
# Grey alone is lost on dark bars and dark pages, a stronger one hides numbers: thin edges, one light
# and one dark, are seen on both.
WATERMARK = "rgba(128,128,128,0.26)"
WATERMARK_EDGES = (
    "0.7px 0.7px 0 rgba(255,255,255,0.25), -0.7px -0.7px 0 rgba(0,0,0,0.08)"  # CSS text-shadow
)
CLEAR = "rgba(0,0,0,0)"
# Around text that reaches over the edge of a map onto a dark page.
HALO = ", ".join(f"{x}px {y}px 1.5px #F1F3F5" for x in (-1, 1) for y in (-1, 1))  # CSS text-shadow
INK = "#222222"  # text on paper
ON_LIGHT = "#16202B"  # text on a class colour, all of which are light enough for it

# Light to dark; dark text can be read on each of them.
SEQUENTIAL = ("#DCE9F6", "#B9D4EC", "#8CB9DF", "#5D9DCF", "#3A80BA")
# Circles on a map: dark text can be read on them and on the ground between them.
GROUND, GROUND_LINE = "#F1F3F5", "#B3BCC6"
CIRCLE, CIRCLE_LINE = "rgba(93,157,207,0.6)", "#2F6C9F"
CIRCLE_OF_LEGEND = "#98BFDE"  # as a circle looks on its ground, be the page dark or light
CIRCLE_BELOW_ZERO_FILL, CIRCLE_BELOW_ZERO = "rgba(226,140,88,0.6)", "#B4521E"
NO_DATA = "#E3E3E3"
NO_DATA_HATCH = "#9A9A9A"

PALETTE = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#B6579A",
    "#A07800",
    "#3D9FD6",
    "#7A5AC8",
    "#8A5A3C",
    "#D9862B",
    "#4F8A2B",
    "#C2546B",
    "#3F8F95",
)
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "triangle-down", "cross", "x", "star")
# Names of the catalogue that are too long for the edge of a chart.
_SHORT_EN = {
    "SN-YL": "Yangling",
    "SN-XX": "Xixian",
    "SN-ZS": "Provincial units",
    "CN-ZY": "Central organs",
    "CN-BT": "Xinjiang Corps",
}
DASHES = ("solid", "dash", "dot", "dashdot")


@lru_cache(maxsize=4096)
def place_among_siblings(code: str) -> int:
    """The place of a region in the catalogue's order of its siblings, from 0."""
    catalogue = load_catalogue()
    region = catalogue.regions.get(code)
    if region is None:
        return 0
    siblings = [r.code for r in catalogue.children(region.parent_code)]
    return siblings.index(code) if code in siblings else 0


def region_colour(code: str) -> str:
    """The colour of one region on every page, from its place among its siblings."""
    return PALETTE[place_among_siblings(code) % len(PALETTE)]


def region_symbol(code: str) -> str:
    """The marker of one region on every page: tells lines apart where colours are not seen."""
    return SYMBOLS[place_among_siblings(code) % len(SYMBOLS)]


def region_dash(code: str) -> str:
    """The dash of one region's line: differs between regions that share a colour."""
    return DASHES[place_among_siblings(code) // len(PALETTE) % len(DASHES)]


def place_name(code: str, lang: str) -> str:
    """The short name of a region for a chart; its code where the catalogue does not know it."""
    if lang == "en" and code in _SHORT_EN:
        return _SHORT_EN[code]
    region = load_catalogue().regions.get(code)
    return region.name("zh" if lang == "zh" else "en") if region else code


# Widths in em of what is narrower or wider than most, between those of Noto Sans and Arial.
_WIDTHS = {" .,:;'|!ilj·": 0.29, "frt()[]-": 0.38, "sczvxyk": 0.51, "MWmw%—": 0.88}


@lru_cache(maxsize=2048)
def _character_width(character: str) -> float:
    if east_asian_width(character) in "WF":
        return 1.0
    for characters, width in _WIDTHS.items():
        if character in characters:
            return width
    return 0.7 if character.isupper() else 0.57


def measure_text(text: str, size: float) -> float:
    """The width of ``text`` in pixels at a font size of ``size`` pixels, within a few per cent."""
    return size * sum(map(_character_width, text))


_NO_LINE_START = "，。、；：！？）】》”’·%％,.;:!?)]"


def _split_words(text: str) -> list[str]:
    """Pieces between which a line may break: single Chinese characters, words with their space."""
    words: list[str] = []
    for character in text:
        is_wide = _character_width(character) == 1.0
        ends_word = not words or words[-1].endswith(" ") or _character_width(words[-1][-1]) == 1.0
        if words and character in _NO_LINE_START:
            words[-1] += character
        elif is_wide or (ends_word and character != " "):
            words.append(character)
        elif words:
            words[-1] += character
    return words


def _cut_long_words(words: list[str], size: float, width_px: float) -> Iterator[str]:
    """``words``, those that no line could hold (addresses, file names) in pieces."""
    for word in words:
        while len(word) > 1 and measure_text(word.rstrip(), size) > width_px:
            count = len(word) - 1
            while count > 1 and measure_text(word[:count], size) > width_px:
                count -= 1
            yield word[:count]
            word = word[count:]
        yield word


@lru_cache(maxsize=2048)
def wrap_text(text: str, size: float, width_px: float = TEXT_WIDTH_PX) -> tuple[str, ...]:
    """``text`` in lines that fit ``width_px`` at font size ``size``, escaped for plotly."""
    lines: list[str] = [""]
    for word in _cut_long_words(_split_words(" ".join(text.split())), size, width_px):
        if lines[-1] and measure_text(lines[-1] + word.rstrip(), size) > width_px:
            lines.append("")
        lines[-1] += word
    return tuple(escape(line.rstrip(), quote=False) for line in lines)
