"""No figure breaks a page: absurd ones are shown in some form, or in words, and the rest stays."""

import json
import shutil
from pathlib import Path

import pytest

from dashboard.briefing.decks.deck import Deck, Slide
from dashboard.briefing.slides.images import SIZES
from dashboard.briefing.slides.presentation import make_deck
from dashboard.catalogue import load_catalogue
from dashboard.charts.kinds import ChartKind
from dashboard.charts.registry import KINDS
from dashboard.charts.sentences import make_headline, make_sentence
from dashboard.i18n import LANGUAGES
from dashboard.presenters.charts import make_print
from dashboard.selection import ChartRequest, Selection
from dashboard.store import Store

PAGES = ("overview", "city", "membership", "outdoor", "insurance", "briefing", "data")
VIEWS = ("trend", "ranking", "map", "compare", "multiples", "stacked", "table")
INDICATORS = ("members", "training_graduates", "mutual_premiums", "breakfast_standard")
RATE = "collective_contract_rate"
CITIES = [r.code for r in load_catalogue().counted_children("610000")]
YEARS = (2022, 2023, 2024)
# A value a city, from year to year further on in the list.
KINDS_OF_VALUES = {
    "large": (1e15, 1e15, 3.0, 999_999_999_999_999.0, 1e15),
    "overflowing": (1e300, 1.7e308, 1e308, 5.0, 1e15),
    "infinite": (float("inf"), 2.0, float("-inf"), 1e300, 7.0),
    "negative": (-1e15, -3.0, -1e300, -0.0, -1e-300),
    "tiny": (1e-300, 5e-324, 1e-12, 0.0, 1e-9),
    "mixed": (1e300, 1e-300, -1e15, 12.0, float("inf")),
}


@pytest.fixture(scope="module", params=KINDS_OF_VALUES)
def absurd_database(request: pytest.FixtureRequest, small_database, tmp_path_factory) -> Path:
    """Figures of every kind of indicator that no check has seen: written past ``publish``."""
    values = KINDS_OF_VALUES[request.param]
    cells = [
        (code, region, str(year), 1.0, "final")
        for code in (*INDICATORS, RATE)
        for region in ("610000", *CITIES)
        for year in YEARS
    ]
    made = small_database(*cells)
    folder = shutil.copytree(made.parent, tmp_path_factory.mktemp("absurd"), dirs_exist_ok=True)
    store = Store(folder / made.name)
    cursor = store._connection.cursor()
    for number, region in enumerate(("610000", *CITIES)):
        for year in YEARS:
            cursor.execute(
                "UPDATE figure SET value = $value WHERE region_code = $region AND year = $year",
                {
                    "value": values[(number + year) % len(values)],
                    "region": region,
                    "year": year,
                },
            )
    store.close()
    return folder / made.name


@pytest.fixture
def absurd_store(absurd_database: Path, use_database) -> Store:
    """The absurd figures, to read only."""
    store: Store = use_database(absurd_database)
    read = store._connection.cursor().execute("SELECT min(value) = max(value) FROM figure")
    assert read.fetchall() == [(False,)]  # opening it has not made them anew
    return store


@pytest.mark.usefixtures("absurd_store")
@pytest.mark.parametrize("path", PAGES)
def test_no_page_fails(open_page, path) -> None:
    for lang in LANGUAGES:
        page = open_page(path, lang=lang, year=2024, region="610000")
        assert not page.error
        assert page.title
        assert page.selectbox(key="year").value == 2024
        for chart in page.get("plotly_chart"):
            # A browser reads no Infinity and no NaN.
            json.loads(chart.proto.spec, parse_constant=pytest.fail)


@pytest.mark.usefixtures("absurd_store")
@pytest.mark.parametrize("code", [*INDICATORS, RATE])
def test_no_view_fails(open_page, code) -> None:
    for view in VIEWS if code != RATE else VIEWS[:5]:
        page = open_page("indicator", lang="zh", year=2024, indicator=code, view=view)
        assert not page.error
        assert len(page.get("plotly_chart")) == (view != "table")


@pytest.mark.usefixtures("absurd_store")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_slide_picture_or_sentence_fails(absurd_store, lang) -> None:
    selection = Selection(lang, "610000", 2024, absurd_store.version)
    requests = [
        ChartRequest(
            kind,
            code if isinstance(KINDS[kind], ChartKind) and kind != "coverage" else "",
            since=2023 if kind == "compare" else None,
            city="610100" if kind == "position" else "",
        )
        for kind in KINDS
        for code in ("members", RATE)
        if (kind, code) != ("stacked", RATE)
    ]
    for request in requests:
        assert make_sentence(selection, request)
        assert make_headline(selection, request)
        if request.indicator:
            assert make_print(selection, request, next(iter(SIZES.values())).paper)
    deck = Deck("", lang, tuple(Slide(r, "610000", 2024) for r in requests))
    assert make_deck(deck)[:2] == b"PK"


def test_what_is_beyond_is_said_in_words_and_the_rest_stays(open_page, make_small_store) -> None:
    store = make_small_store(
        ("members", "610000", "2024", 1.0, "final"),
        ("model_workers", "610000", "2024", 7.0, "final"),
    )
    store._connection.cursor().execute(
        "UPDATE figure SET value = 1e300 WHERE indicator = 'members'"
    )
    page = open_page("membership", lang="zh", year=2024)
    assert page.metric[0].value != "1"
    assert "数值超出可显示的范围" in [m.value for m in page.metric]
    assert "7人" in [m.value for m in open_page("honours", year=2024).metric]
