"""What a reader with a browser waits for: the system's Chromium, driven by Playwright."""

import shutil
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from tests.bench.results import Result
from tests.bench.server import run_server

ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]
YEARS = ("2024", "2023", "2022", "2021", "2020", "2024", "2023", "2022", "2021", "2020")
_LIMIT_MS = 30_000
# The page is there when the script has ended and both charts are drawn.
_IS_DRAWN = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    const charts = document.querySelectorAll('.js-plotly-plot .main-svg .trace');
    return app && app.getAttribute('data-test-script-state') === 'notRunning'
        && document.querySelectorAll('.js-plotly-plot').length >= 2 && charts.length >= 2;
}"""
_SHOWS_YEAR = """year => {
    const app = document.querySelector('[data-testid="stApp"]');
    return app.getAttribute('data-test-script-state') === 'notRunning'
        && document.querySelector('h1').textContent.includes(year);
}"""


def measure_browser(big: Path, folder: Path) -> list[Result] | str:
    """Cold load and change of year; a reason instead when there is no Chromium."""
    chromium = shutil.which("chromium")
    if not chromium:
        return "skipped: there is no program called chromium"
    with (
        run_server(folder, environment={"DASHBOARD_DATABASE": str(big)}) as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        try:
            return _measure(browser, server.address)
        finally:
            browser.close()


def _measure(browser: Browser, address: str) -> list[Result]:
    loads, sizes = [], []
    for _ in range(3):
        context = browser.new_context(
            locale="zh-CN", viewport={"width": 1600, "height": 1000}, service_workers="block"
        )
        page = context.new_page()
        counts = _count(page)
        begun = time.perf_counter()
        page.goto(address, wait_until="commit")
        page.wait_for_function(_IS_DRAWN, timeout=_LIMIT_MS)
        loads.append(time.perf_counter() - begun)
        sizes.append(dict(counts))
        if len(loads) < 3:
            context.close()
    changes, frames = [], []
    for year in YEARS:
        before = counts["frame_bytes"]
        changes.append(_change_year(page, year) * 1000)
        page.wait_for_timeout(500)
        frames.append(counts["frame_bytes"] - before)
    last = sizes[-1]
    return [
        Result("cold load until the charts are drawn", median(loads), "s", None, "median of 3"),
        Result("requests of a cold load", last["requests"], ""),
        Result("size of these requests", last["bytes"] / 1e6, "MB", None, "as sent"),
        Result("websocket of a cold load", last["frame_bytes"] / 1000, "kB"),
        Result("change of year until the new one is seen", median(changes), "ms"),
        Result("websocket of a change of year", median(frames) / 1000, "kB"),
    ]


def _count(page: Page) -> dict[str, int]:
    """A running count of requests, their bytes as sent, and bytes of the websocket."""
    counts = {"requests": 0, "bytes": 0, "frame_bytes": 0}

    def add_request(request: object) -> None:
        counts["requests"] += 1

    def add_response(response: object) -> None:
        counts["bytes"] += int(response.headers.get("content-length", 0))

    def add_frame(payload: str | bytes) -> None:
        counts["frame_bytes"] += len(payload)

    page.on("request", add_request)
    page.on("response", add_response)
    page.on("websocket", lambda socket: socket.on("framereceived", add_frame))
    return counts


def _change_year(page: Page, year: str) -> float:
    """Seconds from the click on a year in the list until the page shows it."""
    page.locator(".st-key-year").get_by_role("combobox").click()
    option = page.get_by_role("option", name=year, exact=True)
    option.scroll_into_view_if_needed()
    begun = time.perf_counter()
    option.click()
    page.wait_for_function(_SHOWS_YEAR, arg=year, timeout=_LIMIT_MS)
    return time.perf_counter() - begun
