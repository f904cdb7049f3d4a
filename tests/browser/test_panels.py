"""Whatever is open on a page, a reader can leave it: every panel with every link and filter."""

import os
import re
from contextlib import suppress
from dataclasses import dataclass

import pytest
from playwright.sync_api import TimeoutError as TooLate
from playwright.sync_api import expect

from tests.browser.conftest import DEADLINE_SECONDS

pytestmark = pytest.mark.browser

WAIT = DEADLINE_SECONDS * 1000
# In each run panels take turns at the links; with WALK_ALL=1 every panel meets every link and filter.
WALK_ALL = bool(os.environ.get("WALK_ALL"))

MENU = "[data-testid=stSidebarNavLink]"
TITLE = "[data-testid=stMain] h1"
PAGE_LINKS = "[data-testid=stMain] [data-testid=stPageLink-NavLink]"
ERRORS = "[data-testid=stException]"
POPOVER = "[data-testid=stPopoverBody]"
MENU_COUNT = 20  # eight pages and twelve programmes
# A page of the menu for each file of a page.
MENU_PAGES = (
    "总览", "指标", "城市", "简报", "技能培训与竞赛", "数据说明", "数据上报", "上报记录", "使用说明",
)  # fmt: skip
# The pages that have something to open; ``{briefing}`` is a deck with slides.
ADDRESSES = {
    "overview": "?year=2024",
    "indicator": "indicator?year=2024&indicator=members&second=full_time_cadres",
    "city": "city?year=2024&city=610100",
    "programme": "training?year=2024",
    "briefing": "briefing?year=2024&briefing={briefing}",
    "data": "data?year=2024",
    "upload": "upload?year=2024",
}
# What opens and closes, by key; of the slides of a deck, which are alike, the first. There is no
# popover and no dialog now; a new one would be walked as well.
FIND_PANELS = """() => {
  const openers = document.querySelectorAll(
    '[data-testid=stMain] :is([data-testid=stExpander] summary, [data-testid=stPopoverButton])');
  const keys = [...openers].map(e => [...e.closest('[class*="st-key-"]').classList]
    .find(name => name.startsWith('st-key-')));
  const slides = keys.filter(key => key.startsWith('st-key-panel_'));
  return keys.filter(key => !slides.includes(key) || key === slides[0]);
}"""
OPENED = "details[open], [data-testid=stPopoverButton][aria-expanded=true]"
FILE = {
    "name": "members.csv",
    "mimeType": "text/csv",
    "buffer": "地区,年份,会员人数\n西安市,2025,三百一十万\n".encode(),
}


# Filters of the frame: what is clicked, and what the address holds then.
FILTERS = {
    "year": "year=2023",
    "region": "region=620000",
    "demo": "demo=0",
    "lang": "lang=en",
}


@dataclass(frozen=True)
class Place:
    """A page with something to open."""

    title: str
    address: str
    panels: list[list[str]]  # the ways to each


def open_panel(reader, key: str) -> None:
    """Open the panel ``key`` where it is not open, and wait for what is in it."""
    panel = reader.page.locator(f".{key}").first
    opened = panel.locator(OPENED).first
    reader.settle()
    for _attempt in range(3):  # a page that is still growing can move away under the click
        if opened.count():
            break
        panel.locator("summary, [data-testid=stPopoverButton]").first.click()
        with suppress(TooLate):
            opened.wait_for(state="attached", timeout=2000)
    inside = reader.page.locator(f".{key} [data-testid=stExpanderDetails], {POPOVER}").first
    expect(inside.locator("[data-testid=stElementContainer]").first).to_be_attached(timeout=WAIT)
    reader.settle()


def list_panels(reader) -> list[list[str]]:
    """The ways to each panel: its key, after those of the panels that it lies in."""
    ways: list[list[str]] = []
    known = reader.page.evaluate(FIND_PANELS)
    waiting = [[key] for key in known]
    while waiting:
        way = waiting.pop(0)
        ways.append(way)
        open_panel(reader, way[-1])
        inside = [k for k in reader.page.evaluate(FIND_PANELS) if k not in known]
        known += inside
        waiting += [[*way, key] for key in inside]
    return ways


def expect_standing(reader, *, was: str = "") -> None:
    """The page is there, whole, with its menu and no error, and not ``was``."""
    heading = reader.page.locator(TITLE).first
    expect(heading).to_have_text(re.compile(r"\S"), timeout=WAIT)
    expect(heading).not_to_have_text(was, timeout=WAIT)
    expect(reader.page.locator(MENU)).to_have_count(MENU_COUNT, timeout=WAIT)
    reader.settle()
    expect(reader.page.locator(ERRORS)).to_have_count(0, timeout=WAIT)


def choose_filter(reader, key: str) -> None:
    """Change a filter of the frame."""
    # As a person does: first back to the top. A list closes when its page still scrolls.
    reader.page.locator(f".st-key-{key}").scroll_into_view_if_needed()
    reader.page.wait_for_timeout(500)
    if key == "year":
        reader.choose("year", "2023")
    elif key == "region":
        # The list draws only what is in sight: typing brings the option there.
        reader.page.locator(".st-key-region input").fill("甘肃")
        reader.page.get_by_role("option", name="甘肃省", exact=True).click()
    elif key == "demo":
        reader.page.locator(".st-key-demo label").click()
    else:
        reader.page.locator(".st-key-lang label", has_text="English").click()
    reader.wait_for_address(FILTERS[key])


@pytest.fixture(scope="module")
def places() -> dict[str, Place]:
    """What was found on each page so far: its panels are looked for once."""
    return {}


@pytest.fixture
def open_place(reader, server, places):
    """Opens a page that has panels."""

    def open_named(name: str) -> Place:
        if name in places:
            reader.page.goto(places[name].address)
            expect_standing(reader)
            return places[name]
        page = reader.open(ADDRESSES[name].format(briefing=server.briefings["zh"]))
        if name == "upload":
            # A file to be put right has panels of its own.
            page.locator("[data-testid=stFileUploaderDropzoneInput]").set_input_files(FILE)
            reader.wait_for_address("draft=")
        title = page.locator(TITLE).first.inner_text()
        places[name] = Place(title, page.url, list_panels(reader))
        return places[name]

    return open_named


@pytest.mark.parametrize("name", ADDRESSES)
def test_every_panel_can_be_left_by_the_menu(reader, open_place, name) -> None:
    place = open_place(name)
    page = reader.page
    here = page.locator(f"{MENU}[aria-current=page]").get_attribute("href")
    names = (
        [t.split()[-1] for t in page.locator(MENU).all_inner_texts()] if WALK_ALL else MENU_PAGES
    )
    others = [
        link
        for link in (page.locator(MENU).get_by_text(n, exact=True) for n in names)
        if not link.locator(f"xpath=ancestor::a[@href='{here}']").count()
    ]
    assert place.panels
    for number, way in enumerate(place.panels):
        turn = (number + len(name)) % len(others)
        for link in others if WALK_ALL else [others[turn]]:
            for key in way:
                open_panel(reader, key)
            link.click()
            expect_standing(reader, was=place.title)
            page.goto(place.address)
            expect_standing(reader)


@pytest.mark.parametrize("name", ADDRESSES)
def test_no_filter_breaks_a_page_with_an_open_panel(reader, open_place, name) -> None:
    place = open_place(name)
    turn = list(ADDRESSES).index(name)
    keys = list(FILTERS) if WALK_ALL else [list(FILTERS)[turn % len(FILTERS)]]
    for key in keys:
        for way in place.panels if WALK_ALL else [place.panels[turn % len(place.panels)]]:
            reader.page.goto(place.address)
            reader.settle()
            for panel in way:
                open_panel(reader, panel)
            choose_filter(reader, key)
            expect_standing(reader)


@pytest.mark.parametrize("name", ["overview", "programme"])
def test_every_panel_can_be_left_by_a_link_on_the_page(reader, open_place, name) -> None:
    place = open_place(name)
    links = reader.page.locator(PAGE_LINKS).count() if WALK_ALL else 1
    for way in place.panels if WALK_ALL else place.panels[::3]:
        for number in range(links):
            for key in way:
                open_panel(reader, key)
            reader.page.locator(PAGE_LINKS).nth(number).click()
            expect_standing(reader, was=place.title)
            reader.page.goto(place.address)
            expect_standing(reader)
