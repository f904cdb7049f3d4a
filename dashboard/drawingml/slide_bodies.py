"""What one slide shows and what must be said under it: the parts that all kinds of charts share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pptx.slide import Slide

from dashboard.drawingml.native_charts import name_shape
from dashboard.drawingml.text import QUIET, TEXT, Box, emu, fit_text, make_run, points, write_text
from dashboard.graphics import theme
from dashboard.graphics.frame import Caption, foot_texts
from dashboard.graphics.points import Notes
from dashboard.i18n import Lang
from dashboard.i18n import gettext as _
from dashboard.lists import choose_colon, join_words

NAMES_LISTED = 12  # regions without a number that are written out at the foot
Draw = Callable[[Slide, Box], None]


@dataclass(frozen=True)
class SlideBody:
    """What one slide shows, and what must be said under it."""

    draw: Draw
    foot: tuple[str, ...]
    demonstration: bool
    is_picture: bool = False


def make_slide_body(
    draw: Draw, caption: Caption, notes: Notes, lang: Lang, more: Sequence[str] = ()
) -> SlideBody:
    """A piece with the foot that its page has, after ``more``."""
    foot = (*more, *foot_texts(caption, notes, lang))
    return SlideBody(draw, foot, caption.demonstration or notes.demonstration)


def describe_missing(missing: Sequence[tuple[str, str]], lang: Lang) -> list[str]:
    """A line for each state with the regions in it: ``未报：铜川、商洛``."""
    states: dict[str, list[str]] = {}
    for code, state in missing:
        states.setdefault(state, []).append(code)
    lines = []
    for state, codes in states.items():
        names = join_words((theme.place_name(c, lang) for c in codes[:NAMES_LISTED]), lang)
        if len(codes) > NAMES_LISTED:
            names += _(" and {n} more", lang, n=len(codes) - NAMES_LISTED)
        lines.append(f"{state[:1].upper()}{state[1:]}{choose_colon(lang)}{names}")
    return lines


def add_heading(slide: Slide, box: Box, title: str, measure: str, lang: Lang) -> Box:
    """Write ``title`` (bold) and ``measure`` at the top of ``box``; returns what is left below."""
    text = f"{title}  {measure}"
    width = points(box.width)
    size, height = fit_text([text], width, points(box.height) / 4, largest=12, smallest=8)
    taken = emu(height + 6)
    shape = slide.shapes.add_textbox(*replace(box, height=taken).lengths)
    name_shape(shape._element, title)
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    write_text(frame, [title], size, lang, paint=TEXT, bold=True)
    paragraph = frame._txBody.p_lst[0]
    paragraph.append(make_run(f"  {measure}", size, lang, paint=QUIET))
    return Box(box.left, box.top + taken, box.width, box.height - taken)


def make_empty_body(caption: Caption, lang: Lang, text: str = "") -> SlideBody:
    """A slide without anything to draw says so, or why in ``text``."""
    words = text or _("No figures for this choice", lang)

    def draw(slide: Slide, box: Box) -> None:
        shape = slide.shapes.add_textbox(*replace(box, height=emu(30)).lengths)
        write_text(shape.text_frame, [words], 14, lang, paint=QUIET)

    return make_slide_body(draw, caption, Notes("", (), False), lang)
