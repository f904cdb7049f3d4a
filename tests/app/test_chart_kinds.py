"""A kind of chart is found everywhere by its row in the registry alone."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import pytest
from click.testing import CliRunner
from pptx import Presentation

from dashboard.__main__ import cli
from dashboard.briefing.decks.deck import Deck, Slide
from dashboard.briefing.slides.presentation import make_deck
from dashboard.briefing.slides.screens import make_screens
from dashboard.charts.addresses import make_address, read_address
from dashboard.charts.registry import KINDS
from dashboard.selection import ChartRequest, Selection
from dashboard.store import Store

REQUEST = ChartRequest("toy", "members")


@pytest.fixture(autouse=True)
def toy() -> Iterator[None]:
    """A kind that draws as a ranking does, under a name and a label of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(KINDS, "toy", replace(KINDS["ranking"], name="toy", label="Toy chart"))
        yield


@pytest.fixture
def store(make_small_store) -> Store:
    return make_small_store(
        ("members", "610100", "2023", 2_000.0, "final"),
        ("members", "610300", "2023", 1_000.0, "final"),
    )


def select(store: Store) -> Selection:
    return Selection("zh", "610000", 2023, store.version)


def test_it_is_on_the_page(open_page, store: Store) -> None:
    page = open_page("indicator", indicator="members", view="toy", year=2023)
    assert "Toy chart" in page.radio(key="view").options
    assert '"2,000"' in page.get("plotly_chart")[0].proto.spec
    menu = open_page(
        "indicator", indicator="members", view="toy", year=2023, session={"toy_menu": True}
    )
    sentence, latest, _frozen = (code.value for code in menu.code)
    assert "西安最多" in sentence and "view=toy" in latest


def test_it_is_in_the_address(store: Store) -> None:
    address = make_address(select(store), REQUEST, frozen=True)
    assert address.startswith("indicator?") and "view=toy" in address
    assert read_address(address, newest=store.version) == (select(store), REQUEST)


def test_it_is_in_a_deck_and_on_a_screen(store: Store) -> None:
    deck = Deck("", "zh", (Slide(REQUEST, "610000", 2023),))
    assert Deck.from_json(deck.to_json()) == deck
    (slide,) = Presentation(BytesIO(make_deck(deck))).slides
    (chart,) = [shape.chart for shape in slide.shapes if shape.has_chart]
    assert list(chart.plots[0].series[0].values)[:2] == [2_000, 1_000]
    (screen,) = make_screens(deck, newest=store.version)
    assert "西安" in screen.title


def test_it_is_on_the_command_line() -> None:
    shown = CliRunner().invoke(cli, ["image", "--help"]).output
    assert "toy" in shown
