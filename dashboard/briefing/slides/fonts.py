"""Whether Chinese can be drawn on this machine: what is drawn is looked at, not what is installed."""

from functools import lru_cache

import plotly.graph_objects as go

from dashboard.briefing.slides.images import Size, make_image
from dashboard.graphics import theme
from dashboard.graphics.frame import Paper
from dashboard.i18n import Lang, mark
from dashboard.i18n import gettext as _

NO_CHINESE = mark(
    "This machine has no font with Chinese characters, so pictures would show boxes in their "
    "place; install the package fonts-noto-cjk."
)
_SAMPLE = "工会"
_TINY = Size("", 120, 120, Paper(120, 120))
_NO_CHARACTER = "\U0010ffff"  # has no glyph in any font


@lru_cache(maxsize=1)
def has_chinese() -> bool:
    """Whether 工 and 会 look unlike each other and unlike the box of a missing glyph.

    Raises PictureError where no picture can be made.
    """
    drawn = {_draw(character) for character in (*_SAMPLE, _NO_CHARACTER)}
    return len(drawn) == len(_SAMPLE) + 1


def describe_fonts(lang: Lang) -> str:
    """What is wrong with the fonts, and the package that helps; empty when nothing is."""
    return "" if has_chinese() else _(NO_CHINESE, lang)


def _draw(character: str) -> bytes:
    """One character alone, as PNG; the same glyph gives the same bytes."""
    layout = {
        "width": _TINY.width,
        "height": _TINY.height,
        "template": {"layout": {}},
        "title": {
            "text": character,
            "x": 0.5,
            "y": 0.5,
            "font": {"family": theme.FONT_FAMILY, "size": 64},
        },
        "xaxis": {"visible": False},
        "yaxis": {"visible": False},
    }
    return make_image(go.Figure({"data": [], "layout": layout}, _validate=False), _TINY, "png")
