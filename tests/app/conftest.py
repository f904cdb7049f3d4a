"""Pages run from the entry file, on a database of the test's own.

What the dashboard keeps for a process (store, settings, views) is dropped when a test works on
another database, so that no figure of one test is seen by the next.
"""

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard.catalogue import load_catalogue
from dashboard.settings import ROOT, load_settings
from dashboard.store import Store

ENTRY = ROOT / "dashboard" / "app.py"
PAGES = ("overview", "indicator", "city", "briefing", "data", "upload", "history", "help")
TIMEOUT_SECONDS = 60

OpenPage = Callable[..., AppTest]


@pytest.fixture(scope="session", autouse=True)
def known_components() -> Iterator[None]:
    """Every ``AppTest`` looks through all installed packages for components; once is enough."""
    with pytest.MonkeyPatch.context() as patch:
        scan = manifest_scanner.scan_component_manifests
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(scan))
        yield


@pytest.fixture
def small_store(make_small_store: Callable[..., Store]) -> Store:
    """A store in which Xi'an has 2,000 members in 2023, and nothing else."""
    return make_small_store(("members", "610100", "2023", 2_000, "final"))


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
