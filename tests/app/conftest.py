"""Pages run from the entry file, on a database of the test's own.

What the dashboard keeps for a process (store, settings, views) is dropped when a test works on
another database, so that no figure of one test is seen by the next.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard import cached, views
from dashboard.catalogue import load_catalogue
from dashboard.settings import ROOT, load_settings
from dashboard.store import NewUpload, Store, load_store

ENTRY = ROOT / "dashboard" / "app.py"
PAGES = ("overview", "indicator", "city", "data", "upload", "history", "help")
TIMEOUT_SECONDS = 60

OpenPage = Callable[..., AppTest]


def forget_everything() -> None:
    """Close the store of this process and empty every cache of the dashboard."""
    if load_store.cache_info().currsize:
        load_store().close()
    load_store.cache_clear()
    load_settings.cache_clear()
    for module in (cached, views):
        for member in vars(module).values():
            # What a module only imports, the catalogue above all, does not depend on the database.
            if hasattr(member, "cache_clear") and member.__module__ == module.__name__:
                member.cache_clear()


@pytest.fixture
def set_database(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], None]]:
    """Makes a file the dashboard's database; it is opened by the first page.

    What is known of a database is kept as long as tests go on reading the same one.
    """

    def set_path(path: Path) -> None:
        monkeypatch.setenv("DASHBOARD_DATABASE", str(path))
        load_settings.cache_clear()
        if not load_store.cache_info().currsize or load_store().path != path:
            forget_everything()

    yield set_path
    load_settings.cache_clear()


@pytest.fixture
def use_database(set_database: Callable[[Path], None]) -> Callable[[Path], Store]:
    """Makes a file the dashboard's database and returns its open store."""

    def use(path: Path) -> Store:
        set_database(path)
        return load_store()

    return use


@pytest.fixture(scope="session")
def shared_database(seeded_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the opening sets for tests that only read."""
    path = tmp_path_factory.mktemp("shared") / "dashboard.duckdb"
    shutil.copy(seeded_database, path)
    return path


@pytest.fixture
def opening_store(use_database: Callable[[Path], Store], shared_database: Path) -> Store:
    """The opening sets, to read only."""
    return use_database(shared_database)


@pytest.fixture
def own_opening_store(
    use_database: Callable[[Path], Store], seeded_database: Path, tmp_path: Path
) -> Iterator[Store]:
    """A copy of the opening sets that a test may change."""
    path = tmp_path / "dashboard.duckdb"
    shutil.copy(seeded_database, path)
    yield use_database(path)
    forget_everything()


@pytest.fixture
def make_small_store(
    use_database: Callable[[Path], Store],
    empty_database: Path,
    tmp_path: Path,
    make_frame: Callable[..., pd.DataFrame],
) -> Iterator[Callable[..., Store]]:
    """Makes a store with one upload of a few (indicator, region, period, value, status) cells.

    It has no demonstration data. A test may change it.
    """

    def make(*cells: tuple[str, str, str, float | None, str]) -> Store:
        path = tmp_path / "small.duckdb"
        shutil.copy(empty_database, path)
        # Published before the dashboard opens it: an empty database would get the opening sets.
        store = Store(path)
        store.publish(make_frame(*cells), NewUpload(source="县报表", uploaded_by="李四"))
        store.close()
        return use_database(path)

    yield make
    forget_everything()


@pytest.fixture
def set_staff(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Sets the list of staff who may upload."""

    def set_addresses(addresses: str) -> None:
        monkeypatch.setenv("DASHBOARD_STAFF", addresses)
        load_settings.cache_clear()

    yield set_addresses
    load_settings.cache_clear()


@pytest.fixture
def open_page() -> OpenPage:
    """Opens a page by its address, as a reader with a browser of ``locale`` would.

    Other keywords are the parameters of the address. ``session`` seeds the session, ``user`` is
    who is signed in. Fails when the page raises.
    """

    def open_at(
        path: str = "overview",
        *,
        locale: str = "zh-CN",
        session: dict[str, object] | None = None,
        user: dict[str, object] | None = None,
        **parameters: object,
    ) -> AppTest:
        page = AppTest.from_file(ENTRY, default_timeout=TIMEOUT_SECONDS)
        page.context = {"locale": locale}
        page.user = user or {}
        for key, value in parameters.items():
            page.query_params[key] = str(value)
        for key, value in (session or {}).items():
            page.session_state[key] = value
        if path != "overview":
            # Programmes share one file, so switch_page() could not tell them apart.
            page._page_hash = calc_hash(path)
        page.run()
        assert not page.exception, page.exception[0].value
        return page

    return open_at


def every_path() -> list[str]:
    """The address path of every page."""
    return [*PAGES, *load_catalogue().programmes]


@pytest.fixture(params=every_path())
def path(request: pytest.FixtureRequest) -> str:
    """The address path of each page in turn."""
    return request.param
