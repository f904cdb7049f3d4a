"""Pictures: the first, the next ones, and the bare library on the same figures."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from tests.bench.results import Result

COUNT = 9


def measure_briefing(database: Path) -> list[Result]:
    """Measured in a process of its own, so that the first picture finds no Chromium running."""
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
        Result("first PNG, with the start of Chromium", times["first"], "ms", 2000),
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

    from dashboard.briefing.images import SIZES, make_image, make_picture
    from dashboard.cached import Selection
    from dashboard.catalogue import load_catalogue
    from dashboard.chart_request import ChartRequest
    from dashboard.store import load_store
    from dashboard.views.drawings import make_print

    size = SIZES["16:9"]
    selection = Selection("zh", "610000", 2023, load_store().version)
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
