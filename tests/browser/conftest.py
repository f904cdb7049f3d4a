"""One server and one Chromium for all browser tests, and readers that open pages in it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from dashboard.access import Actor
from dashboard.briefing.decks.deck import Deck, Slide
from dashboard.briefing.decks.drafts import start_briefing
from dashboard.charts.registry import KINDS
from dashboard.i18n import LANGUAGES
from dashboard.selection import ChartRequest
from dashboard.settings import ROOT, Settings
from dashboard.store import Store

DEADLINE_SECONDS = 30
expect.set_options(timeout=DEADLINE_SECONDS * 1000)
NO_CHROMIUM = "no Chromium found on this computer: the browser tests were skipped"
# A page is ready when the script has run, nothing is stale, and every chart has been drawn.
READY = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  return app && app.dataset.testScriptState === 'notRunning'
    && app.dataset.testConnectionState === 'CONNECTED'
    && document.querySelector('[data-testid=stMain] :is(h1, h2, h3)')
    && !document.querySelector('[data-testid=stSkeleton], [data-stale=true]')
    && [...document.querySelectorAll('[data-testid=stPlotlyChart]')]
         .every(chart => chart.querySelector('.gtitle, .annotation'));
}"""


@dataclass(frozen=True)
class Server:
    """A running dashboard."""

    address: str
    output: Path  # what it printed
    briefings: dict[str, str]  # ids of a deck of every kind of chart, by language


@dataclass
class Reader:
    """A person at a browser: a tab, and what went wrong in it."""

    page: Page
    address: str
    problems: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Note errors on the console, uncaught errors and requests to other computers."""
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.problems.append(f"uncaught: {error}"))
        self.page.on("request", self._note_request)

    def _note_console(self, message) -> None:
        # Streamlit looks for its server below every page first, and asks again at the root.
        is_search = "/_stcore/" in message.location.get("url", "")
        if message.type == "error" and not is_search:
            self.problems.append(f"console: {message.text} {message.location.get('url')}")

    def _note_request(self, request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:", "ws://localhost")):
            self.problems.append(f"request to another computer: {request.url}")

    def open(self, path: str = "") -> Page:
        """Open a page of the dashboard and wait until it is drawn."""
        self.page.goto(f"{self.address}/{path}")
        return self.settle()

    def settle(self) -> Page:
        """Wait until the page is drawn."""
        self.page.wait_for_function(READY)
        return self.page

    def choose(self, key: str, option: str) -> Page:
        """Choose ``option`` in the select box ``key``."""
        self.page.locator(f".st-key-{key} [data-testid=stSelectbox] input").click()
        self.page.get_by_role("option", name=option, exact=True).click()
        return self.page

    def wait_for_address(self, text: str) -> Page:
        """Wait until the address holds ``text``, and the page is drawn."""
        self.page.wait_for_url(lambda url: text in url)
        return self.settle()


def _find_chromium() -> str:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None and os.environ.get("CI", "").lower() == "true":
        pytest.fail("No Chromium found: the browser tests may not be skipped where CI=true.")
    if path is None:
        pytest.skip(NO_CHROMIUM)
    return path


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say why the browser tests did not run; pytest keeps the reasons of skips to itself."""
    skipped = terminalreporter.stats.get("skipped", [])
    count = sum(NO_CHROMIUM in str(report.longrepr) for report in skipped)
    if count:
        terminalreporter.write_line(f"{count} tests: {NO_CHROMIUM}.")


@pytest.fixture(scope="session")
def playwright_driver() -> Iterator[Playwright]:
    """Playwright, started once."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(playwright_driver: Playwright) -> Iterator[Browser]:
    """The system's Chromium, started once."""
    browser = playwright_driver.chromium.launch(
        executable_path=_find_chromium(),
        args=["--no-sandbox", "--disable-background-networking", "--disable-gpu"],
    )
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def server(chromium: Browser, seeded_database: Path, tmp_path_factory) -> Iterator[Server]:
    """A dashboard with the opening sets, running as ``make run`` runs it."""
    folder = tmp_path_factory.mktemp("server")
    shutil.copy(seeded_database, folder / "dashboard.duckdb")
    briefings = _keep_briefings(folder / "dashboard.duckdb")
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    settings = {item.metadata["variable"] for item in Settings.__dataclass_fields__.values()}
    environment = {k: v for k, v in os.environ.items() if k not in settings}
    environment["DASHBOARD_DATABASE"] = str(folder / "dashboard.duckdb")
    output = folder / "output.txt"
    with output.open("w", encoding="utf-8") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "dashboard/serve.py"]
            + ["--server.port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    address = f"http://localhost:{port}"
    try:
        _wait_until_healthy(process, address, output)
        yield Server(address, output, briefings)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _keep_briefings(path: Path) -> dict[str, str]:
    store = Store(path)
    shaanxi, country = "610000", "100000"
    slides = [
        Slide(
            ChartRequest(
                kind,
                "" if KINDS[kind] in ("", "data") else "sanitation_workers_served",
                since=2023 if kind == "compare" else None,
                city="610100" if kind == "position" else "",
            ),
            shaanxi,
            2024,
        )
        for kind in KINDS
    ]
    # Print is smallest where there are most regions.
    slides += [Slide(ChartRequest(k, "members"), country, 2024) for k in ("ranking", "map")]
    kept = {
        lang: start_briefing(Actor(), store, Deck("", lang, tuple(slides))).briefing_id
        for lang in LANGUAGES
    }
    store.close()
    return kept


def _wait_until_healthy(process: subprocess.Popen, address: str, output: Path) -> None:
    deadline = time.monotonic() + DEADLINE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"The server did not start:\n{output.read_text(encoding='utf-8')}")


@pytest.fixture(scope="session")
def contexts(chromium: Browser, server: Server) -> Iterator[Callable[[str], BrowserContext]]:
    """A browser profile for each language, shared by tests so that scripts are loaded once."""
    made: dict[str, BrowserContext] = {}

    def find(locale: str) -> BrowserContext:
        if locale not in made:
            made[locale] = chromium.new_context(
                locale=locale, viewport={"width": 1280, "height": 720}, color_scheme="light"
            )
            made[locale].set_default_timeout(DEADLINE_SECONDS * 1000)
        return made[locale]

    yield find
    for context in made.values():
        context.close()


@pytest.fixture
def open_reader(
    contexts: Callable[[str], BrowserContext], server: Server
) -> Iterator[Callable[..., Reader]]:
    """Opens a tab of a reader whose browser speaks ``locale``.

    At the end of the test nobody may have met an error or called another computer.
    """
    readers: list[Reader] = []

    def open_tab(locale: str = "zh-CN") -> Reader:
        reader = Reader(contexts(locale).new_page(), server.address)
        reader.watch()
        readers.append(reader)
        return reader

    yield open_tab
    for reader in readers:
        reader.page.close()
    assert [problem for reader in readers for problem in reader.problems] == []


@pytest.fixture
def reader(open_reader: Callable[..., Reader]) -> Reader:
    """A reader with a Chinese browser."""
    return open_reader()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Print what the server said and what the page shows where a browser test fails."""
    report = yield
    used = getattr(item, "funcargs", {})
    if report.failed and "server" in used:
        report.sections.append(("server", used["server"].output.read_text(encoding="utf-8")))
    if report.failed and report.when == "call" and "reader" in used:
        report.sections.append(("page", used["reader"].page.inner_text("body")))
    return report
