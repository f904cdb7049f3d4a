"""Screens of a presentation: nothing too small, nothing lost, every row on one of the parts."""

import json
import re
from collections.abc import Callable, Iterator

import plotly.graph_objects as go
import pytest

from dashboard.briefing.decks.deck import Deck, Slide
from dashboard.briefing.slides.presentation import make_deck
from dashboard.briefing.slides.screens import (
    SHEET_WIDTH,
    TEXT_SIZE,
    WIDTH,
    ZOOM,
    ScreenTable,
    make_screens,
)
from dashboard.catalogue import load_catalogue
from dashboard.charts.registry import KINDS
from dashboard.charts.tables.kinds import PROGRESS, SHORTFALLS, TOTALS
from dashboard.presenters.charts import make_table
from dashboard.selection import ChartRequest, Selection
from dashboard.store import Store

SHAANXI, COUNTRY, XIAN, YEAR = "610000", "100000", "610100", 2024
CITIES = ("西安", "铜川", "宝鸡", "咸阳", "渭南", "延安", "汉中", "榆林", "安康", "商洛", "杨凌")
TABLES = (TOTALS.name, PROGRESS.name, SHORTFALLS.name)
REQUESTS = {
    kind: ChartRequest(
        kind,
        "" if kind in TABLES or kind == "coverage" else "sanitation_workers_served",
        since=2023 if kind == "compare" else None,
        city=XIAN if kind == "position" else "",
    )
    for kind in KINDS
}
# Regions whose bars need more than one screen: 31 provinces at 24 pixels are higher than 720.
WIDE = {"ranking": ChartRequest("ranking", "members"), "map": ChartRequest("map", "members")}


def show(lang: str, request: ChartRequest, region: str, store: Store) -> tuple:
    deck = Deck("", lang, (Slide(request, region, YEAR),))
    return make_screens(deck, newest=store.version)


def read_sizes(figure: go.Figure) -> Iterator[float]:
    """Every font size in a figure, those in the marks of a text too."""
    text = figure.to_json()
    yield from (float(size) for size in re.findall(r"font-size:\s*([\d.]+)px", text))

    def walk(part: object) -> Iterator[float]:
        if isinstance(part, dict):
            for name, value in part.items():
                if name in ("font", "tickfont", "textfont") and "size" in value:
                    sizes = value["size"]
                    yield from sizes if isinstance(sizes, list) else [sizes]
                yield from walk(value)
        elif isinstance(part, list):
            for value in part:
                yield from walk(value)

    drawn = json.loads(text)
    # The watermark says nothing that the headline does not, and nothing hovers over a screen.
    drawn["layout"]["annotations"] = [
        a for a in drawn["layout"]["annotations"] if a.get("name") != "watermark"
    ]
    drawn["layout"].pop("hoverlabel", None)
    yield from walk(drawn)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("request_", "region"),
    [
        *(pytest.param(r, SHAANXI, id=kind) for kind, r in REQUESTS.items()),
        *(pytest.param(r, COUNTRY, id=f"{kind}-country") for kind, r in WIDE.items()),
    ],
)
def test_print_is_never_below_18_points(
    opening_store: Store, request_: ChartRequest, region: str, lang: str
) -> None:
    for screen in show(lang, request_, region, opening_store):
        if isinstance(screen.content, ScreenTable):
            continue
        # A sheet that had to grow would be enlarged less.
        assert screen.content.layout.width == SHEET_WIDTH
        sizes = list(read_sizes(screen.content))
        assert sizes and min(sizes) * ZOOM >= 24
    assert TEXT_SIZE >= 24 and WIDTH == 1280  # 24 px are 18 pt


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_parts_of_a_ranking_show_every_province_once_on_one_axis(
    opening_store: Store, lang: str
) -> None:
    screens = show(lang, WIDE["ranking"], COUNTRY, opening_store)
    assert len(screens) > 1
    counted = load_catalogue().counted_children(COUNTRY)
    names = [n for s in screens for n in s.content.layout.yaxis.ticktext]
    assert len(names) == len(set(names)) == len(counted) == 31
    assert len({tuple(s.content.layout.xaxis.range) for s in screens}) == 1
    first = "（1/" if lang == "zh" else "(1/"
    assert first in screens[0].title


def test_parts_of_small_charts_show_every_city_once(opening_store: Store) -> None:
    screens = show("zh", REQUESTS["multiples"], SHAANXI, opening_store)
    names = [
        a.text.removeprefix("<b>").removesuffix("</b>")
        for s in screens
        for a in s.content.layout.annotations
        if str(a.xref).endswith("domain")
    ]
    assert sorted(names) == sorted(CITIES)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", list(TABLES))
def test_parts_of_a_table_hold_its_rows_in_order(
    opening_store: Store, kind: str, lang: str
) -> None:
    screens = show(lang, REQUESTS[kind], SHAANXI, opening_store)
    table = make_table(Selection(lang, SHAANXI, YEAR, opening_store.version), REQUESTS[kind])
    assert tuple(row for s in screens for row in s.content.rows) == table.rows
    assert all(s.content.columns == table.columns for s in screens)
    assert all(sum(s.content.shares) == pytest.approx(100) for s in screens)


def test_words_of_the_writer_come_first_and_take_their_room(opening_store: Store) -> None:
    request = REQUESTS["ranking"]
    plain = Slide(request, SHAANXI, YEAR)
    worded = Slide(request, SHAANXI, YEAR, title="我的标题", sentence="很长的一句话。" * 30)
    short, long = (
        make_screens(Deck("", "zh", (slide,)), newest=opening_store.version)[0]
        for slide in (plain, worded)
    )
    assert long.title.startswith("我的标题") and long.sentence == worded.sentence
    assert long.content.layout.height < short.content.layout.height


def test_table_without_rows_is_a_screen_and_a_slide(
    make_small_store: Callable[..., Store],
) -> None:
    """No target, no region behind: there is no shortfall to list."""
    store = make_small_store(("members", SHAANXI, str(YEAR), 900.0, "final"))
    deck = Deck("", "zh", (Slide(REQUESTS["shortfalls"], SHAANXI, YEAR),))
    (screen,) = make_screens(deck, newest=store.version)
    assert screen.content.rows == () and len(screen.content.columns) == len(screen.content.is_right)
    assert make_deck(deck).startswith(b"PK")
