"""The slides of a chart or table: native where its kind has such a form, else a picture."""

from dataclasses import replace
from io import BytesIO

from pptx.slide import Slide
from pptx.util import Emu

from dashboard.briefing.slides.images import SIZES, make_picture
from dashboard.charts.registry import find_kind
from dashboard.drawingml.native_charts import name_shape
from dashboard.drawingml.slide_bodies import SlideBody, make_slide_body
from dashboard.drawingml.text import Box
from dashboard.graphics.points import collect_notes
from dashboard.presenters.charts import find_chart
from dashboard.selection import ChartRequest, Selection


def make_slide_bodies(selection: Selection, request: ChartRequest) -> list[SlideBody]:
    """The slides of ``request``, at least one: native where its kind has a native form.

    Raises KeyError for a code that the catalogue does not have.
    """
    bodies = find_kind(request).make_slide_bodies(selection, request)
    return [_draw_picture(selection, request)] if bodies is None else bodies


def _draw_picture(selection: Selection, request: ChartRequest) -> SlideBody:
    """A chart without a native form as a picture of twice the size of the slide."""
    contents = find_chart(request).find_contents(selection, request)
    size = SIZES["16:9x2"]
    picture = make_picture(selection, request, size, "png")

    def draw(slide: Slide, box: Box) -> None:
        width = min(box.width, box.height * size.width // size.height)
        left = box.left + (box.width - width) // 2
        shape = slide.shapes.add_picture(BytesIO(picture), Emu(left), Emu(box.top), Emu(width))
        name_shape(shape._element, contents.caption.title, contents.alt)

    notes = collect_notes(contents.figures, selection.lang)
    body = make_slide_body(draw, contents.caption, notes, selection.lang)
    return replace(body, is_picture=True)
