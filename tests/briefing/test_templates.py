"""Templates of others: what is used of them, what they lack, and what is refused."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.util import Inches

from dashboard.briefing.decks.deck import Deck, Slide
from dashboard.briefing.slides import template
from dashboard.briefing.slides.presentation import make_deck
from dashboard.briefing.slides.template import TemplateError, open_template
from dashboard.selection import ChartRequest
from dashboard.store import Store


def make_template(*, keep: str = "Content with Caption", slides: int = 0) -> bytes:
    """A 4:3 template with one layout of Office's own, and slides on it."""
    presentation = Presentation()
    for layout in list(presentation.slide_layouts):
        if layout.name != keep:
            presentation.slide_layouts.remove(layout)
    for _ in range(slides):
        presentation.slides.add_slide(presentation.slide_layouts[0])
    return save(presentation)


def save(presentation: object) -> bytes:
    buffer = BytesIO()
    presentation.save(buffer)
    return buffer.getvalue()


def rewrite(content: bytes, change: Callable[[str, bytes], bytes], **more: bytes) -> bytes:
    """A package with every part changed, and parts added."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, data in more.items():
            new.writestr(name.replace("__", "/"), data)
    return buffer.getvalue()


@pytest.fixture
def slide(make_small_store: Callable[..., Store]) -> Slide:
    make_small_store(("members", "610100", "2023", 3_200_000.0, "final"))
    return Slide(ChartRequest("ranking", "members"), "610000", 2023)


def test_slides_take_places_size_and_theme_of_the_template(slide: Slide) -> None:
    presentation = Presentation(BytesIO(make_template()))
    layout = presentation.slide_layouts[0]
    layout.placeholders[0].left = Inches(1)
    content = make_deck(Deck("", "zh", (slide,)), template=save(presentation))
    made = Presentation(BytesIO(content))
    assert (made.slide_width, made.slide_height) == (Inches(10), Inches(7.5))
    assert made.slides[0].slide_layout.name == "Content with Caption"
    assert made.slides[0].shapes.title.left == Inches(1)
    assert "srgbClr" not in made.slides[0].shapes[-1]._element.xml
    chart = next(s.chart for s in made.slides[0].shapes if s.has_chart)
    assert chart._chartSpace.xpath("count(.//a:srgbClr)") == 0


def test_slides_of_the_template_are_left_out(slide: Slide) -> None:
    content = make_deck(Deck("", "zh", (slide,)), template=make_template(slides=3))
    assert len(Presentation(BytesIO(content)).slides) == 1
    with zipfile.ZipFile(BytesIO(content)) as archive:
        names = archive.namelist()
        slides = [n for n in names if re.fullmatch(r"ppt/slides/slide\d+\.xml", n)]
        assert len(slides) == 1
        assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("layout", "missing"),
    [
        ("Title Only", ["内容", "文本占位符（放一句话结论）"]),
        ("Title and Content", ["文本占位符（放一句话结论）"]),
        ("Blank", ["标题占位符", "内容", "文本占位符（放一句话结论）"]),
    ],
)
def test_template_without_places_is_refused_with_the_list(layout: str, missing: list[str]) -> None:
    with pytest.raises(TemplateError) as caught:
        open_template(make_template(keep=layout), "zh")
    text = caught.value.text("zh")
    assert layout in text
    assert [m for m in missing if m not in text] == []


def test_template_with_macros_is_refused() -> None:
    def to_macros(name: str, data: bytes) -> bytes:
        if name != "[Content_Types].xml":
            return data
        kind = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
        return data.replace(
            kind, b"application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"
        )

    for content in (
        rewrite(make_template(), to_macros),
        rewrite(make_template(), lambda _n, data: data, ppt__vbaProject_bin=b"x").replace(
            b"vbaProject_bin", b"vbaProject.bin"
        ),
    ):
        with pytest.raises(TemplateError, match="macros"):
            open_template(content, "en")


def test_template_that_links_to_another_file_is_refused() -> None:
    presentation = Presentation(BytesIO(make_template()))
    part = presentation.slide_layouts[0].part
    part.relate_to("http://tracker.example/logo.png", RT.IMAGE, is_external=True)
    with pytest.raises(TemplateError, match=r"slideLayout\d+\.xml"):
        open_template(save(presentation), "en")


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04broken"])
def test_what_is_no_presentation_is_refused(content: bytes) -> None:
    with pytest.raises(TemplateError, match="not a PowerPoint"):
        open_template(content, "en")


def test_another_office_file_is_refused() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(TemplateError, match="not a PowerPoint"):
        open_template(buffer.getvalue(), "en")


def test_template_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(template, "MOST_UNPACKED_BYTES", 10_000)
    with pytest.raises(TemplateError, match="unpacks"):
        open_template(make_template(), "en")
