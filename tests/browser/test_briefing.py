"""From a chart on a page to a deck on the disk, and one chart a screen."""

from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pptx import Presentation

from dashboard.charts.addresses import make_address
from dashboard.selection import ChartRequest, Selection

pytestmark = pytest.mark.browser
TYPE_SIZES = """() => [...document.querySelectorAll(
    '.st-key-screen :is(h1, p, td, th, text, tspan)')]
  .filter(e => e.textContent.trim() && e.getBoundingClientRect().width > 0)
  .map(e => {
    let zoom = 1;
    for (let p = e; p; p = p.parentElement) zoom *= parseFloat(getComputedStyle(p).zoom) || 1;
    return [parseFloat(getComputedStyle(e).fontSize) * zoom, e.textContent.trim()];
  })"""
EDGES = """() => ({
  bottom: document.querySelector('.st-key-screen').getBoundingClientRect().bottom,
  right: Math.max(...[...document.querySelectorAll('.st-key-screen :is(text, td, p, h1)')]
    .map(e => e.getBoundingClientRect().right)),
})"""
NEXT = {"zh": "下一张", "en": "Next"}


def add_to_briefing(reader, chart: str) -> None:
    """Choose “add to the briefing” in the menu of a chart."""
    page = reader.page
    page.locator(f".st-key-{chart}_menu summary").click()
    page.get_by_role("button", name="加入简报").click()
    page.get_by_text("已加入简报").first.wait_for()
    reader.settle()


def test_from_basket_to_downloaded_deck(reader) -> None:
    page = reader.open("indicator?lang=zh&indicator=members&view=ranking&year=2024")
    add_to_briefing(reader, "ranking")
    page.get_by_role("link", name="简报").first.click()
    page.wait_for_url("**/briefing?*")
    reader.settle()
    page.get_by_role("button", name="生成幻灯片").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="下载幻灯片").click()
    assert download.value.suggested_filename.endswith(".pptx")
    content = Path(download.value.path()).read_bytes()
    charts = [s for slide in Presentation(BytesIO(content)).slides for s in slide.shapes]
    values = [v for s in charts if s.has_chart for v in s.chart.plots[0].series[0].values]
    assert len([v for v in values if v]) == 11
    page.get_by_role("button", name="删除这份简报").click()
    reader.settle()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_screen_is_large_and_fits_the_window(reader, server, lang) -> None:
    page = reader.page
    page.set_viewport_size({"width": 1280, "height": 720})
    faults, place = [], 0
    while place < 40:
        place += 1
        path = f"present?lang={lang}&briefing={server.briefings[lang]}&slide={place}"
        reader.open(path)
        expect(
            page.locator(".st-key-screen :is(table, .gtitle, .annotation)").first
        ).to_be_visible()
        # 18 pt are 24 px.
        small = [text for size, text in page.evaluate(TYPE_SIZES) if size < 23.9]
        edges = page.evaluate(EDGES)
        if small or edges["bottom"] > 720 or edges["right"] > 1280:
            faults.append((place, small[:5], edges))
        if page.get_by_role("button", name=NEXT[lang]).is_disabled():
            break
    assert faults == []
    assert place >= 14  # thirteen slides, of which at least the ranking of 31 provinces has parts


def test_presentation_view_goes_by_arrow_keys(reader) -> None:
    page = reader.open("briefing?lang=zh&region=610000&year=2024")
    page.get_by_role("button", name="生成提纲").click()
    page.wait_for_url("**briefing=*")
    reader.settle()
    link = page.get_by_role("link", name="放映").get_attribute("href")
    reader.open(link.lstrip("/") + "&slide=3")
    expect(page.locator("[data-testid=stSidebar]")).to_be_hidden()
    first = page.locator("h1").inner_text()
    page.keyboard.press("ArrowRight")
    reader.wait_for_address("slide=4")
    assert page.locator("h1").inner_text() != first
    page.keyboard.press("ArrowLeft")
    reader.wait_for_address("slide=3")
    assert page.locator("h1").inner_text() == first


def test_chart_is_shown_whole_on_a_phone(reader, server) -> None:
    page = reader.page
    page.set_viewport_size({"width": 390, "height": 844})
    reader.open(f"present?lang=zh&briefing={server.briefings['zh']}&slide=1")
    expect(page.locator(".st-key-screen :is(.gtitle, .annotation)").first).to_be_visible()
    # A sheet is 560 pixels wide; squeezed into the width of a phone its chart would be cut off.
    assert page.locator(".st-key-sheet .main-svg").first.get_attribute("width") == "560"
    assert page.evaluate(EDGES)["right"] <= 390
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") == 390


def test_slide_stays_open_while_its_title_is_written(reader, server) -> None:
    page = reader.open(f"briefing?lang=zh&briefing={server.briefings['zh']}")
    page.locator("[class*=st-key-panel_] summary").first.click()
    title = page.get_by_label("标题", exact=True)
    title.fill("会员稳步增长")
    title.press("Enter")
    expect(page.locator("[class*=st-key-panel_] summary").first).to_contain_text("会员稳步增长")
    reader.settle()
    expect(page.get_by_label("一句话")).to_be_visible()
    # The other tests present this briefing as it was made.
    title.fill("")
    title.press("Enter")
    expect(page.locator("[class*=st-key-panel_] summary").first).not_to_contain_text("会员稳步")
    reader.settle()


def test_addresses_on_slides_lead_to_the_page_with_the_figures(reader) -> None:
    """Streamlit tells of a page that does not exist in a dialog."""
    selection = Selection("zh", "610000", 2022, version=3)
    for request in (
        ChartRequest("ranking", "members"),
        ChartRequest("position", "members", city="610100"),
        ChartRequest("coverage"),
        ChartRequest("totals"),
        ChartRequest("progress", programme="training"),
        ChartRequest("shortfalls", city="610100"),
    ):
        page = reader.open(make_address(selection, request, frozen=True))
        assert page.get_by_role("dialog").count() == 0, request
        assert "2022" in page.locator("[data-testid=stMain]").inner_text(), request
