"""The template that slides are put on: our own, or an organisation's .pptx, read with suspicion.

Its layouts, fonts and colours are used; its slides are left out. What could run or fetch
something (macros, linked files, embedded objects) is refused.
"""

import logging
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import cast

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as PresentationType
from pptx.shapes.placeholder import LayoutPlaceholder
from pptx.slide import SlideLayout

from dashboard.briefing.slides.default_template import make_default_template
from dashboard.drawingml.text import Box
from dashboard.errors import DashboardError
from dashboard.i18n import Lang, mark
from dashboard.i18n import gettext as _
from dashboard.lists import join_clauses

_LOGGER = logging.getLogger(__name__)

MOST_BYTES = 50_000_000  # of the file
MOST_UNPACKED_BYTES = 300_000_000
MOST_XML_BYTES = 50_000_000  # it takes ten times as much when it is read
MOST_ENTRIES = 5_000

TITLE, CONTENT, SENTENCE, SOURCE = "title", "content", "sentence", "source"
_NEEDED = {
    TITLE: mark("a title"),
    CONTENT: mark("a place for content, a chart, a table or a picture"),
    SENTENCE: mark("a place for text, for the sentence"),
    SOURCE: mark("a second place for text or a footer, for the source"),
}
_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_CONTENTS = (
    PP_PLACEHOLDER.OBJECT,
    PP_PLACEHOLDER.CHART,
    PP_PLACEHOLDER.TABLE,
    PP_PLACEHOLDER.PICTURE,
    PP_PLACEHOLDER.BITMAP,
    PP_PLACEHOLDER.ORG_CHART,
)
_TEXTS = (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.SUBTITLE)


class TemplateError(DashboardError):
    """A template that slides cannot be put on."""


@dataclass(frozen=True)
class SlideTemplate:
    """A presentation without slides, the layout for charts and the places in it."""

    presentation: PresentationType
    layout: SlideLayout
    indices: dict[str, int]  # TITLE, CONTENT, SENTENCE, SOURCE → idx of the placeholder
    boxes: dict[str, Box]
    cover: SlideLayout | None


def open_template(template: bytes | None, lang: Lang) -> SlideTemplate:
    """The template ready for slides: ``template``, or ours when it is None.

    Raises TemplateError when it is not a .pptx, is too large, holds macros, links or embedded
    files, or when no layout has all the placeholders that are needed; the sentence names them.
    """
    if template is None:
        return _find_places(Presentation(BytesIO(make_default_template())), lang)
    presentation = open_presentation(template)
    with refuse_damage(_NOT_PPTX):
        _drop_slides(presentation)
        _check_parts(presentation)
        return _find_places(presentation, lang)


def _find_places(presentation: PresentationType, lang: Lang) -> SlideTemplate:
    found = [(layout, _assign_places(layout)) for layout in _layouts(presentation)]
    if not found:
        raise TemplateError(mark("The template has no layouts."))
    layout, places = min(found, key=lambda pair: (len(_NEEDED) - len(pair[1]), -_room(pair)))
    missing = [_(text, lang) for name, text in _NEEDED.items() if name not in places]
    if missing:
        raise TemplateError(
            mark("No layout of the template has all that is needed. “{layout}” lacks: {missing}."),
            layout=layout.name,
            missing=join_clauses(missing, lang),
        )
    return SlideTemplate(
        presentation,
        layout,
        {name: shape.placeholder_format.idx for name, shape in places.items()},
        {name: _box(shape) for name, shape in places.items()},
        _find_cover(presentation),
    )


def open_presentation(template: bytes) -> PresentationType:
    """A .pptx of others, read with suspicion: raises TemplateError as ``open_template`` does."""
    if len(template) > MOST_BYTES:
        raise TemplateError(
            mark("The file is larger than {limit} MB."), limit=MOST_BYTES // 1_000_000
        )
    with refuse_damage(_NOT_PPTX):
        _check_archive(template)
        return Presentation(BytesIO(template))


@contextmanager
def refuse_damage(message: str) -> Iterator[None]:
    """The border to zipfile and python-pptx at work on a file of others.

    They meet damage with whatever their parsers raise, from KeyError to zlib's own, now or when a
    part is first looked at. Only code that touches that file belongs inside: there every error is
    a fault of the file, logged, and said to the user as TemplateError with ``message``.
    """
    try:
        yield
    except DashboardError:
        raise
    except Exception as error:
        _LOGGER.info("A presentation could not be used.", exc_info=True)
        raise TemplateError(message) from error


_NOT_PPTX = mark("The file is not a PowerPoint presentation (.pptx) that can be read.")
_MACROS = mark("The file holds macros. Save it as a .pptx without macros.")


def _check_archive(template: bytes) -> None:
    with zipfile.ZipFile(BytesIO(template)) as archive:
        entries = archive.infolist()
        if not _is_small(entries):
            raise TemplateError(mark("The file unpacks to far more than slides need."))
        types = archive.read("[Content_Types].xml")
    names = " ".join(e.filename for e in entries).lower()
    if "vbaproject" in names or b"macroEnabled" in types or b"vbaProject" in types:
        raise TemplateError(_MACROS)


def _is_small(entries: Sequence[zipfile.ZipInfo]) -> bool:
    unpacked = sum(entry.file_size for entry in entries)
    xml = sum(e.file_size for e in entries if e.filename.lower().endswith((".xml", ".rels")))
    return (
        len(entries) <= MOST_ENTRIES and unpacked <= MOST_UNPACKED_BYTES and xml <= MOST_XML_BYTES
    )


def _drop_slides(presentation: PresentationType) -> None:
    """Take out the slides, and what lists them: sections and custom shows."""
    element = presentation.part._element
    for slide_id in list(presentation.slides._sldIdLst):
        presentation.part.drop_rel(slide_id.rId)
        presentation.slides._sldIdLst.remove(slide_id)
    for tag in ("p:custShowLst", "p:extLst", "p:custDataLst"):
        for child in element.findall(qn(tag)):
            element.remove(child)


def _check_parts(presentation: PresentationType) -> None:
    """Refuse what is left that could run or fetch something."""
    package = presentation.part.package
    for part in package.iter_parts():
        text = f"{part.partname} {part.content_type}".lower()
        if any(word in text for word in ("vba", "macroenabled", "activex")):
            raise TemplateError(_MACROS)
    links = [str(part) for part in _linking_parts(presentation)]
    if links:
        raise TemplateError(
            mark(
                "The template links to or embeds other files: {parts}. Remove them from its "
                "masters and layouts."
            ),
            parts=", ".join(sorted(set(links))[:5]),
        )


def _linking_parts(presentation: PresentationType) -> Iterator[str]:
    for part in presentation.part.package.iter_parts():
        for rel in part.rels.values():
            kind = rel.reltype.rsplit("/", 1)[-1].lower()
            if rel.is_external or kind in ("oleobject", "package", "control", "externallink"):
                yield part.partname.lstrip("/")


def _layouts(presentation: PresentationType) -> list[SlideLayout]:
    return [layout for master in presentation.slide_masters for layout in master.slide_layouts]


def _box(shape: LayoutPlaceholder) -> Box:
    return Box(shape.left or 0, shape.top or 0, shape.width or 0, shape.height or 0)


def _area(shape: LayoutPlaceholder) -> int:
    return (shape.width or 0) * (shape.height or 0)


def _placeholders(layout: SlideLayout) -> Iterable[LayoutPlaceholder]:
    # The types of python-pptx have these as something that cannot be gone through.
    return cast(Iterable[LayoutPlaceholder], layout.placeholders)


def _assign_places(layout: SlideLayout) -> dict[str, LayoutPlaceholder]:
    """The placeholders of a layout that slides need, as far as it has them."""
    shapes = [s for s in _placeholders(layout) if _area(s) > 0]
    titles = [s for s in shapes if s.placeholder_format.type in _TITLES]
    contents = [s for s in shapes if s.placeholder_format.type in _CONTENTS]
    texts = [s for s in shapes if s.placeholder_format.type in _TEXTS]
    footers = [s for s in shapes if s.placeholder_format.type == PP_PLACEHOLDER.FOOTER]
    places: dict[str, LayoutPlaceholder] = {}
    if titles:
        places[TITLE] = titles[0]
    if contents:
        places[CONTENT] = max(contents, key=_area)
    texts.sort(key=lambda s: (s.top, s.left))
    if texts:
        places[SENTENCE] = texts[0]
    if len(texts) > 1:
        places[SOURCE] = texts[-1]
    elif footers:
        places[SOURCE] = footers[0]
    return places


def _room(pair: tuple[SlideLayout, dict[str, LayoutPlaceholder]]) -> int:
    places = pair[1]
    return _area(places[CONTENT]) if CONTENT in places else 0


def _find_cover(presentation: PresentationType) -> SlideLayout | None:
    """The layout of a first slide: a centred title, or a title with a subtitle."""
    for layout in _layouts(presentation):
        kinds = {s.placeholder_format.type for s in _placeholders(layout)}
        if PP_PLACEHOLDER.CENTER_TITLE in kinds:
            return layout
    return None
