"""Pictures, looked at pixel by pixel: title, source and Chinese are in them, and nothing is cut off.

They are made by the system's Chromium, as the browser tests are; without one they are skipped,
unless the environment says CI.
"""

import io
import os
import re
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from dashboard.briefing.slides import fonts, images
from dashboard.briefing.slides.images import SIZES, find_chromium, make_image, make_picture
from dashboard.errors import PictureError
from dashboard.graphics import theme
from dashboard.graphics.frame import Caption, Paper, Plot, hidden_axis, make_figure
from dashboard.presenters.charts import make_print
from dashboard.selection import ChartRequest, Selection
from dashboard.store import Store

REQUESTS = {
    "trend": ChartRequest("trend", "members"),
    "one line": ChartRequest("trend", "membership_rate", regions=("610000",)),
    "ranking": ChartRequest("ranking", "membership_rate"),
    "map": ChartRequest("map", "members"),
    "compare": ChartRequest("compare", "members", since=2019),
    "multiples": ChartRequest("multiples", "members"),
    "stacked": ChartRequest("stacked", "members"),
    "position": ChartRequest("position", "members", city="610300"),
    "coverage": ChartRequest("coverage"),
    "nothing": ChartRequest("trend", "members", years=(1901, 1902)),
}
EDGE = 12  # pixels at the edge of a picture of 1920 that nothing may reach
needs_chromium = pytest.mark.skipif(
    find_chromium() is None and "CI" not in os.environ, reason="no Chromium on this computer"
)


@pytest.fixture
def version(opening_store: Store) -> int:
    """The newest data version of the opening sets."""
    return opening_store.version


def read_image(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("L")


def ink_box(image: Image.Image) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is not white."""
    return ImageChops.invert(image).point(lambda v: 255 if v > 24 else 0).getbbox()


def dark_share(image: Image.Image, box: tuple[int, int, int, int]) -> float:
    part = image.crop(box)
    return sum(part.histogram()[:128]) / (part.width * part.height)


@needs_chromium
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("region", ["610000", "100000"])
@pytest.mark.parametrize("name", REQUESTS)
def test_title_and_foot_are_inside_and_nothing_touches_the_edge(
    version: int, name: str, region: str, lang: str
) -> None:
    selection = Selection(lang, region, 2023, version)
    image = read_image(make_picture(selection, REQUESTS[name], SIZES["16:9"], "png"))
    assert image.size == (1920, 1080)
    left, top, right, bottom = ink_box(image)
    assert left > EDGE and top > EDGE
    assert right < 1920 - EDGE and bottom < 1080 - EDGE
    # The title begins at the upper left, the line with version and date ends at the lower left,
    # beside a map at the lower end of a column of 236 in 800 at the right.
    assert dark_share(image, (left, top, left + 300, top + 40)) > 0.08
    if name == "map":
        column = 1920 - round((18 + 236) * 1920 / 800)
        image = image.crop((column, 0, *image.size))
        left, _top, _right, bottom = ink_box(image)
    assert dark_share(image, (left, bottom - 24, left + 200, bottom)) > 0.08


@needs_chromium
@pytest.mark.parametrize("size", SIZES)
def test_sizes_are_exact_for_every_kind_of_chart(version: int, size: str) -> None:
    selection = Selection("zh", "610000", 2023, version)
    for request in REQUESTS.values():
        image = read_image(make_picture(selection, request, SIZES[size], "png"))
        assert image.size == (SIZES[size].width, SIZES[size].height), request.kind


@pytest.mark.parametrize("size", SIZES.values(), ids=list(SIZES))
def test_paper_has_the_shape_of_its_picture(size: images.Size) -> None:
    assert size.paper.width / size.paper.height == pytest.approx(size.width / size.height, rel=1e-3)


@needs_chromium
def test_svg_holds_title_source_version_and_date_as_text(version: int) -> None:
    selection = Selection("zh", "610000", 2023, version)
    svg = make_picture(selection, REQUESTS["map"], SIZES["16:9"], "svg").decode()
    text = re.sub(r"<[^>]+>", "", svg)
    for part in (
        "2023年陕西省各地工会会员人数分布",
        "单位：万人",
        "来源：",
        f"数据版本 {version}",
        "年",
    ):
        assert part in text


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("region", ["610000", "100000"])
@pytest.mark.parametrize("name", [n for n in REQUESTS if n != "nothing"])
def test_no_picture_is_without_its_source(version: int, name: str, region: str, lang: str) -> None:
    request = REQUESTS[name]
    if (region, name) in {("100000", "position"), ("100000", "one line")}:
        pytest.skip("Of a city of Shaanxi.")
    figure = make_print(Selection(lang, region, 2023, version), request, Paper(800, 450))
    foot = next(a.text for a in figure.layout.annotations if a.name == "foot")
    assert ("来源：" if lang == "zh" else "Source:") in foot


@needs_chromium
def test_chinese_is_drawn_and_a_missing_glyph_looks_otherwise() -> None:
    assert fonts.has_chinese()
    assert fonts.describe_fonts("zh") == ""
    boxes = {fonts._draw(c) for c in ("\U0010ffff", "\U0010fffe")}
    assert len(boxes) == 1
    assert fonts._draw("工") not in boxes


@needs_chromium
def test_a_machine_without_chinese_fonts_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every character is drawn as one that no font has."""
    draw = fonts._draw
    monkeypatch.setattr(fonts, "_draw", lambda character: draw("\U0010ffff"))
    fonts.has_chinese.cache_clear()
    assert "fonts-noto-cjk" in fonts.describe_fonts("zh")
    assert "fonts-noto-cjk" in fonts.describe_fonts("en")
    fonts.has_chinese.cache_clear()


def test_without_chromium_a_sentence_names_the_package(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "nothing"))
    monkeypatch.setattr(images, "_printer", images._Printer())
    figure = make_figure(Plot([], {}, 100), long_caption(1), lang="zh")
    with pytest.raises(PictureError) as caught:
        make_image(figure, SIZES["16:9"], "png")
    assert "chromium" in caught.value.text("zh") and "软件包" in caught.value.text("zh")


@needs_chromium
def test_a_browser_that_has_died_is_replaced() -> None:
    figure = make_figure(Plot([], {}, 100), long_caption(1), lang="zh")
    first = make_image(figure, SIZES["16:9"], "png")
    process = images._printer._browser.subprocess
    process.kill()
    process.wait(10)
    time.sleep(0.5)
    assert make_image(figure, SIZES["16:9"], "png") == first


@needs_chromium
def test_a_browser_that_does_not_start_is_started_once_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    starts = []
    start = images._open_browser

    async def fail_first() -> object:
        starts.append(1)
        if len(starts) == 1:
            raise RuntimeError("the machine is busy")
        return await start()

    printer = images._Printer()
    monkeypatch.setattr(images, "_printer", printer)
    monkeypatch.setattr(images, "_open_browser", fail_first)
    figure = make_figure(Plot([], {}, 100), long_caption(1), lang="zh")
    assert make_image(figure, SIZES["16:9"], "png").startswith(b"\x89PNG")
    assert len(starts) == 2
    printer.close()


def long_caption(times: int) -> Caption:
    """A caption of which every part is ``times`` as long as it need be, with a word of 300 letters."""
    return Caption(
        title="职工入会率与工会会员人数" * times,
        subtitle="a measure with a long name, " * times,
        source="中国劳动统计年鉴 " * times + "x" * (300 if times > 1 else 1),
        version=3,
        date=date(2025, 3, 1),
        notes=tuple(f"西安：第{n}条说明，" + "脚注" * 5 * times for n in range(times)),
        paper=SIZES["16:9"].paper,
    )


@needs_chromium
def test_long_texts_make_the_print_smaller_and_are_not_cut_off() -> None:
    bars = {"type": "bar", "x": [1, 2, 3], "y": [3, 1, 2]}
    figure = make_figure(Plot([bars], {}, 300, left=40, below=30), long_caption(12), lang="zh")
    assert figure.layout.width > SIZES["16:9"].paper.width
    shown = "".join(a.text for a in figure.layout.annotations).replace("<br>", "")
    assert "x" * 300 in shown and "第11条说明" in shown
    left, top, right, bottom = ink_box(read_image(make_image(figure, SIZES["16:9"], "png")))
    assert left > EDGE and top > EDGE
    assert right < 1920 - EDGE and bottom < 1080 - EDGE


@needs_chromium
@pytest.mark.parametrize("ground", ["white", "#0E1117", theme.BAR, *theme.PALETTE])
def test_watermark_is_seen_on_every_colour(ground: str) -> None:
    """In greys, the mark's strokes are at least a twentieth lighter or darker than what they cross."""
    bar = {"type": "bar", "x": [0], "y": [1], "width": 1, "marker": {"color": ground}}
    layout = {"xaxis": hidden_axis(range=[-0.5, 0.5]), "yaxis": hidden_axis(range=[0, 1])}

    def draw(*, demonstration: bool) -> Image.Image:
        caption = replace(long_caption(1), demonstration=demonstration)
        figure = make_figure(Plot([bar], layout, 300), caption, lang="zh")
        return read_image(make_image(figure, SIZES["16:9"], "png"))

    difference = ImageChops.difference(draw(demonstration=True), draw(demonstration=False))
    assert sum(difference.histogram()[13:]) > 8000  # pixels, of some 20,000


def test_text_on_paper_is_dark_on_white_and_wrapped_to_its_width() -> None:
    figure = make_figure(Plot([], {}, 100), long_caption(2), lang="zh").to_dict()["layout"]
    assert figure["paper_bgcolor"] == "white"
    assert figure["width"] / figure["height"] == pytest.approx(16 / 9, rel=0.01)
    # 24 characters of 15 px are 360 px: one line on paper, two on a phone.
    assert "<br>" not in figure["title"]["text"]
