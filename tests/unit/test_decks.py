"""Decks: what an outline holds, how decks are kept and read again."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from dashboard.access import Actor
from dashboard.briefing.decks.deck import Deck, Slide
from dashboard.briefing.decks.drafts import (
    drop_briefing,
    drop_template,
    find_briefing,
    keep_template,
    list_briefings,
    read_template,
    save_briefing,
    start_briefing,
)
from dashboard.briefing.decks.outlines import Occasion, make_outline
from dashboard.charts.addresses import make_address, read_address
from dashboard.errors import RequestError, UploadError
from dashboard.selection import ChartRequest, Selection
from dashboard.store import Store

TREND = ChartRequest("trend", "members", regions=("610100", "610300"), years=(2019, 2024))
DECK = Deck(
    "会员发展", "zh", (Slide(TREND, "610000", 2024, title="=1+1", sentence="“引号”、换\n行"),)
)


def select(store: Store, **changes: object) -> Selection:
    values = {"lang": "zh", "region": "610000", "year": 2024, "version": store.version}
    return Selection(**values | changes)


def kinds_of(deck: Deck) -> list[str]:
    return [slide.request.kind for slide in deck.slides]


def test_deck_survives_text() -> None:
    assert Deck.from_json(DECK.to_json()) == DECK


def test_deck_of_text_leaves_out_what_the_catalogue_lost() -> None:
    text = DECK.to_json().replace('"members"', '"no_such_indicator"')
    assert Deck.from_json(text).slides == ()


@pytest.mark.parametrize("text", ["[]", "{}", '{"lang": "fr"}', "nothing"])
def test_text_that_is_no_deck_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Deck.from_json(text)


def test_request_comes_back_out_of_an_address() -> None:
    assert ChartRequest.from_parameters(TREND.to_parameters()) == TREND


def test_address_is_frozen_only_when_asked(opening_store: Store) -> None:
    request = ChartRequest("ranking", "members")
    selection = select(opening_store)
    latest = "indicator?lang=zh&region=610000&year=2024&view=ranking&indicator=members"
    assert make_address(selection, request, frozen=False) == latest
    assert make_address(selection, request, frozen=True) == f"{latest}&version=3"


@pytest.mark.parametrize(
    ("request_", "page"),
    [
        (TREND, "indicator"),
        (ChartRequest("position", "members", city="610400"), "city"),
        (ChartRequest("coverage"), "data"),
        (ChartRequest("totals"), ""),
        (ChartRequest("totals", city="610400"), "city"),
        (ChartRequest("shortfalls", programme="training"), "training"),
    ],
)
def test_address_leads_to_a_page_and_back(
    opening_store: Store, request_: ChartRequest, page: str
) -> None:
    selection = select(
        opening_store, version=2, newest=opening_store.version, demonstration=False, lang="en"
    )
    address = make_address(selection, request_, frozen=True)
    assert address.startswith(f"{page}?")
    found = read_address(f"https://example.org/{address}", newest=3)
    assert found == (selection, request_)


def test_outline_of_a_province_goes_from_totals_to_shortfalls(opening_store: Store) -> None:
    deck = make_outline("province", Occasion(select(opening_store)))
    assert kinds_of(deck) == (
        ["totals", "trend", "trend", "progress"]
        + ["ranking"] * 4
        + ["map", "compare", "compare", "shortfalls"]
    )
    assert deck.title == "陕西省工会项目统计 · 2024年"


def test_outline_of_a_programme_shows_its_indicators(opening_store: Store) -> None:
    deck = make_outline("programme", Occasion(select(opening_store), programme="training"))
    charts = [s.request.indicator for s in deck.slides if s.request.indicator]
    assert charts[:4] == ["training_attendance"] * 4
    assert "members" not in charts


def test_outline_of_a_city_is_about_that_city(opening_store: Store) -> None:
    deck = make_outline("city", Occasion(select(opening_store), city="610400"))
    assert {s.request.city or s.request.regions[0] for s in deck.slides} == {"610400"}
    assert kinds_of(deck)[:4] == ["totals", "progress", "trend", "position"]


def test_outline_of_two_years_compares_both(opening_store: Store) -> None:
    deck = make_outline("compare", Occasion(select(opening_store), since=2020))
    assert {s.request.since for s in deck.slides if s.request.kind == "compare"} == {2020}
    assert {s.request.years for s in deck.slides if s.request.kind == "trend"} == {(2020, 2024)}


def test_outline_leaves_out_charts_without_figures(make_small_store: Callable[..., Store]) -> None:
    store = make_small_store(("membership_rate", "610000", "2024", 93.0, "final"))
    deck = make_outline("province", Occasion(select(store)))
    # One number of one year: no trend, no ranking, no map, no target.
    assert kinds_of(deck) == ["totals"]


@pytest.mark.parametrize(
    ("kind", "words"), [("programme", "哪个项目"), ("city", "哪个城市"), ("compare", "哪一年")]
)
def test_outline_says_what_it_needs(opening_store: Store, kind: str, words: str) -> None:
    with pytest.raises(RequestError) as error:
        make_outline(kind, Occasion(select(opening_store)))
    assert words in error.value.text("zh")


def test_outline_without_any_figure_is_refused(opening_store: Store) -> None:
    with pytest.raises(RequestError, match="no figures"):
        make_outline("province", Occasion(select(opening_store, year=1950)))


def test_briefing_is_found_again_by_its_owner(own_opening_store: Store) -> None:
    store = own_opening_store
    kept = start_briefing(Actor(" 王五 "), store, DECK)
    assert [b.deck for b in list_briefings(Actor("王五"), store)] == [DECK]
    assert list_briefings(Actor("赵六"), store) == []
    assert find_briefing(Actor(), store, kept.briefing_id) == kept
    changed = save_briefing(Actor(), store, replace(kept, deck=replace(DECK, title="新题")))
    assert [b.deck.title for b in list_briefings(Actor("王五"), store)] == ["新题"]
    drop_briefing(Actor(), store, changed)
    assert find_briefing(Actor(), store, kept.briefing_id) is None


def test_template_is_kept_as_long_as_it_is_used(own_opening_store: Store) -> None:
    store = own_opening_store
    first = keep_template(
        Actor(), store, start_briefing(Actor(), store, DECK), b"PK template", "own.pptx"
    )
    second = keep_template(
        Actor(), store, start_briefing(Actor(), store, DECK), b"PK template", "own.pptx"
    )
    drop_briefing(Actor(), store, first)
    assert read_template(store, second) == b"PK template"
    plain = drop_template(Actor(), store, second)
    assert (plain.template_name, read_template(store, plain)) == ("", None)
    with pytest.raises(UploadError):
        read_template(store, second)
