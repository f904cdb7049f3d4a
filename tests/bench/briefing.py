"""Pictures: a reader's first, that of a process without a server, the next, the bare library."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from tests.bench.browser import ARGUMENTS
from tests.bench.results import Result
from tests.bench.server import run_server

COUNT = 9
READER_AFTER_SECONDS = 20  # from the start of the server until its first reader comes
_LIMIT_MS = 60_000


def measure_briefing(database: Path, folder: Path) -> list[Result]:
    """As readers wait for pictures, then as ``python -m dashboard image`` does."""
    return [*_measure_reader(database, folder), *_measure_process(database)]


def _measure_reader(database: Path, folder: Path) -> list[Result]:
    """From the click on PNG until the file is there, in a browser; none where there is none."""
    chromium = shutil.which("chromium")
    if not chromium:
        return []
    with (
        run_server(folder, environment={"DASHBOARD_DATABASE": str(database)}) as server,
        sync_playwright() as playwright,
    ):
        time.sleep(READER_AFTER_SECONDS)
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        page = browser.new_page(locale="zh-CN")
        page.set_default_timeout(_LIMIT_MS)
        page.goto(f"{server.address}/indicator?lang=zh&indicator=members&view=ranking&year=2023")
        page.get_by_role("button", name="导出与分享").first.click()
        button = page.get_by_role("button", name="PNG")
        button.wait_for()
        times = []
        for _ in range(COUNT + 1):
            with page.expect_download() as download:
                begun = time.perf_counter()
                button.click()
            download.value.path()
            times.append((time.perf_counter() - begun) * 1000)
        browser.close()
    note = f"{READER_AFTER_SECONDS} s after the start, from the click to the file"
    return [
        Result("first PNG of a reader on a started server", times[0], "ms", 2000, note),
        Result("    the same again", median(times[1:]), "ms", None, f"{COUNT} times"),
    ]


def _measure_process(database: Path) -> list[Result]:
    """In a process of its own, so that the first picture finds no Chromium running."""
    code = "from tests.bench.briefing import time_pictures; time_pictures()"
    run = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"DASHBOARD_DATABASE": str(database)},
        check=True,
        capture_output=True,
        text=True,
    )
    times = json.loads(run.stdout.splitlines()[-1])
    ratio = median(times["images"]) / median(times["bare"])
    return [
        Result("first PNG of a new process, which starts Chromium", times["first"], "ms", 2000),
        Result(
            "next PNG of another indicator", median(times["next"]), "ms", 300, f"{COUNT} of them"
        ),
        Result(
            "figure to PNG",
            median(times["images"]),
            "ms",
            None,
            f"least {min(times['images']):.0f}",
        ),
        Result("    over Kaleido's own server", ratio, "×"),
    ]


def time_pictures() -> None:
    """Print milliseconds as JSON: the first picture, others, and Kaleido alone on the same figures."""
    import kaleido

    from dashboard.briefing.slides.images import SIZES, make_image, make_picture
    from dashboard.catalogue import load_catalogue
    from dashboard.presenters.charts import make_print
    from dashboard.seed_data import open_seeded_store
    from dashboard.selection import ChartRequest, Selection

    size = SIZES["16:9"]
    selection = Selection("zh", "610000", 2023, open_seeded_store().version)
    codes = list(load_catalogue().indicators)[: COUNT + 1]
    requests = [ChartRequest("ranking", code) for code in codes]
    pictures = [_time(lambda r=r: make_picture(selection, r, size, "png")) for r in requests]
    figures = [make_print(selection, r, size.paper) for r in requests]
    kaleido.start_sync_server(mathjax=False)
    options = {"format": "png", "scale": size.width / size.paper.width}
    images, bare = [], []
    for figure in figures:  # in turn, so that whatever else the machine does weighs on both
        images.append(_time(lambda f=figure: make_image(f, size, "png")))
        bare.append(_time(lambda f=figure: kaleido.calc_fig_sync(f, opts=options)))
    kaleido.stop_sync_server()
    times = {"first": pictures[0], "next": pictures[1:], "images": images[1:], "bare": bare[1:]}
    print(json.dumps(times))


def _time(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000
