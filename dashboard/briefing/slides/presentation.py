"""Decks as PowerPoint files: a slide a chart, with headline, sentence, source, notes and QR code."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from io import BytesIO

import segno
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.shapes.autoshape import Shape
from pptx.slide import Slide as PptxSlide
from pptx.util import Inches

from dashboard.briefing.checks.slide_contents import read_contents
from dashboard.briefing.decks.deck import Deck, Slide
from dashboard.briefing.slides.bodies import make_slide_bodies
from dashboard.briefing.slides.speaker_notes import frozen_address, make_notes_text
from dashboard.briefing.slides.template import (
    CONTENT,
    SENTENCE,
    SOURCE,
    TITLE,
    SlideTemplate,
    open_template,
    refuse_damage,
)
from dashboard.charts.contents import make_caption
from dashboard.charts.sentences import make_headline, make_sentence
from dashboard.drawingml.native_charts import name_shape
from dashboard.drawingml.slide_bodies import SlideBody
from dashboard.drawingml.text import (
    FONTS,
    QUIET,
    WATERMARK,
    Box,
    clean_text,
    emu,
    fit_text,
    points,
    write_text,
)
from dashboard.graphics.frame import foot_texts
from dashboard.graphics.points import make_notes
from dashboard.i18n import Lang, mark
from dashboard.selection import Selection
from dashboard.settings import load_settings
from dashboard.store import load_store

_UNFIT = mark(
    "No slides can be put on this template: it is damaged or unusual. Open it in PowerPoint or WPS, "
    "save it again as .pptx and choose that, or take another template."
)
QR_SIDE = Inches(0.8)
_GAP = Inches(0.08)
_TITLE_FONTS = '<a:latin typeface="+mj-lt"/><a:ea typeface="+mj-ea"/>'
_FOOT_SIZES = (10.0, 7.0)  # largest, smallest, in points
_SENTENCE_SIZES = (16.0, 9.0)
_TITLE_SIZES = (26.0, 10.0)


@dataclass(frozen=True)
class Page:
    """All that one slide of the file says."""

    headline: str
    sentence: str
    piece: SlideBody
    notes: str
    address: str
    lang: Lang


def make_deck(
    deck: Deck,
    *,
    template: bytes | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> bytes:
    """``deck`` as a .pptx, on ``template`` (an organisation's .pptx) or on our own.

    What does not fit one slide goes on to the next. ``progress`` is told how many slides of the
    deck are done, of how many. Raises TemplateError (see ``open_template``) and KeyError for a code
    that the catalogue does not have.
    """
    opened = open_template(template, deck.lang)
    newest = load_store().version
    # Ours is whole: whatever fails on it is a fault of the program.
    border = partial(refuse_damage, _UNFIT) if template is not None else nullcontext
    with border():
        opened.presentation.core_properties.title = clean_text(deck.title)
        if deck.title and opened.cover is not None:
            _add_cover(opened, deck, newest)
    for i, slide in enumerate(deck.slides):
        selection = deck.selection(slide, newest=newest)
        for page in _make_pages(selection, slide):
            with border():
                _add_page(opened, page)
        if progress:
            progress(i + 1, len(deck.slides))
    with border():
        return _save(opened, is_proved=template is not None)


def _save(opened: SlideTemplate, *, is_proved: bool) -> bytes:
    """The file; ``is_proved`` opens it again, since a damaged template can be saved but not read."""
    buffer = BytesIO()
    opened.presentation.save(buffer)
    if is_proved:
        read_contents(Presentation(BytesIO(buffer.getvalue())).slides)
    return buffer.getvalue()


def _make_pages(selection: Selection, slide: Slide) -> list[Page]:
    request = slide.request
    pieces = make_slide_bodies(selection, request)
    count = len(pieces)
    title = slide.title or make_headline(selection, request)
    sentence = slide.sentence or make_sentence(selection, request)
    return [
        Page(
            headline=title + (f" ({i}/{count})" if count > 1 else ""),
            sentence=sentence,
            piece=piece,
            notes=make_notes_text(selection, request, piece.foot, is_picture=piece.is_picture),
            address=frozen_address(selection, request),
            lang=selection.lang,
        )
        for i, piece in enumerate(pieces, start=1)
    ]


def _add_cover(opened: SlideTemplate, deck: Deck, newest: int) -> None:
    """The first slide: the deck's title, data version and date."""
    slide = opened.presentation.slides.add_slide(opened.cover)
    version = deck.version or newest
    selection = Selection(deck.lang, load_settings().home_region, 0, version)
    stand = foot_texts(make_caption(selection, ""), make_notes([], deck.lang), deck.lang)[-1]
    for shape in list(slide.placeholders):
        kind = shape.placeholder_format.type
        box = Box(shape.left, shape.top, shape.width, shape.height)
        if kind in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE):
            _write_fitted(shape, [deck.title], box, (36.0, 14.0), deck.lang, fonts=_TITLE_FONTS)
        elif kind == PP_PLACEHOLDER.SUBTITLE:
            _write_fitted(shape, [stand], box, (18.0, 10.0), deck.lang)
        else:
            shape._element.getparent().remove(shape._element)


def _add_page(opened: SlideTemplate, page: Page) -> None:
    slide = opened.presentation.slides.add_slide(opened.layout)
    lang = page.lang
    shapes = {s.placeholder_format.idx: s for s in slide.placeholders}
    boxes = opened.boxes
    _write_fitted(
        shapes.pop(opened.indices[TITLE]), [page.headline], boxes[TITLE], _TITLE_SIZES, lang,
        fonts=_TITLE_FONTS,
    )  # fmt: skip
    sentence = shapes.pop(opened.indices[SENTENCE])
    _write_fitted(sentence, [page.sentence], boxes[SENTENCE], _SENTENCE_SIZES, lang)
    foot = _add_foot(slide, opened, shapes.pop(opened.indices[SOURCE], None), page)
    for unused in shapes.values():
        unused._element.getparent().remove(unused._element)
    area = _free_area(boxes[CONTENT], foot)
    page.piece.draw(slide, area)
    if page.piece.demonstration:
        _add_watermark(slide, area, lang)
    slide.notes_slide.notes_text_frame.text = clean_text(page.notes)


def _write_fitted(
    shape: Shape, paragraphs: list[str], box: Box, sizes: tuple[float, float], lang: Lang,
    fonts: str = FONTS,
) -> None:  # fmt: skip
    """Write text as large as its place allows, within ``sizes`` (largest, smallest)."""
    frame = shape.text_frame
    inner_width = points(box.width - frame.margin_left - frame.margin_right)
    inner_height = points(box.height - frame.margin_top - frame.margin_bottom)
    size, _height = fit_text(
        paragraphs, inner_width, inner_height, largest=sizes[0], smallest=sizes[1]
    )
    write_text(frame, paragraphs, size, lang, fonts=fonts)


def _add_foot(slide: PptxSlide, opened: SlideTemplate, shape: Shape | None, page: Page) -> Box:
    """Footnotes, source and version beside the QR code, growing upwards; returns their place."""
    box = opened.boxes[SOURCE]
    width = box.width - QR_SIDE - _GAP
    size, height = fit_text(
        page.piece.foot, points(width), max(points(box.height), points(QR_SIDE)),
        largest=_FOOT_SIZES[0], smallest=_FOOT_SIZES[1],
    )  # fmt: skip
    taken = max(emu(height) + _GAP, QR_SIDE)
    top = box.bottom - taken
    if shape is None:
        shape = _add_footer(slide, opened)
    place = Box(box.left, top, width, taken)
    shape.left, shape.top, shape.width, shape.height = place.lengths
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    write_text(frame, page.piece.foot, size, page.lang, paint=QUIET, align="l")
    _add_qr(slide, page.address, box.right - QR_SIDE, box.bottom - QR_SIDE)
    return Box(box.left, top, box.width, taken)


def _add_footer(slide: PptxSlide, opened: SlideTemplate) -> Shape:
    """The footer placeholder of the layout, which python-pptx leaves out of new slides."""
    shape = slide.shapes.add_textbox(*Box(0, 0, 0, 0).lengths)
    place = parse_xml(
        f'<p:ph {nsdecls("p")} type="ftr" sz="quarter" idx="{opened.indices[SOURCE]}"/>'
    )
    shape._element.find(f"{qn('p:nvSpPr')}/{qn('p:nvPr')}").append(place)
    shape.text_frame.word_wrap = True
    return shape


def _add_qr(slide: PptxSlide, address: str, left: int, top: int) -> None:
    """A QR code of the address that also is a link to it."""
    image = BytesIO()
    segno.make(address, error="l", micro=False).save(image, kind="png", scale=4, border=2)
    image.seek(0)
    picture = slide.shapes.add_picture(image, *Box(left, top, QR_SIDE, QR_SIDE).lengths)
    picture.click_action.hyperlink.address = address
    name_shape(picture._element, "QR", address)


def _free_area(content: Box, foot: Box) -> Box:
    """The place for the chart above the foot."""
    if not content.meets(foot):
        return content
    return Box(content.left, content.top, content.width, foot.top - _GAP - content.top)


def _add_watermark(slide: PptxSlide, area: Box, lang: Lang) -> None:
    """“Demonstration data” in the middle of the chart, in front of its bars."""
    width, height = min(area.width, Inches(6)), min(area.height, Inches(1.5))
    left = area.left + (area.width - width) // 2
    top = area.top + (area.height - height) // 2
    shape = slide.shapes.add_textbox(*Box(left, top, width, height).lengths)
    lines = ["演示数据", "Demonstration data"]
    write_text(shape.text_frame, lines, 36, lang, paint=WATERMARK, bold=True, align="ctr")
    name_shape(shape._element, "watermark")
