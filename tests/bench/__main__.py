"""``python -m tests.bench``: measure everything, print it beside its limits.

A missed limit is printed and nothing more; only what breaks ends in an error.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.briefing import measure_briefing
from tests.bench.browser import measure_browser
from tests.bench.data import prepare_big, prepare_opening
from tests.bench.decks import measure_decks
from tests.bench.importing import measure_importing
from tests.bench.redraw import measure_redraw
from tests.bench.results import Result, format_results
from tests.bench.statements import measure_publishing, measure_queries
from tests.bench.viewers import measure_starts, measure_viewers

PARTS = (
    "redraw",
    "viewers",
    "queries",
    "publishing",
    "importing",
    "starts",
    "browser",
    "briefing",
    "decks",
)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--soak", action="store_true", help="25 readers for ten minutes, not one")
    parser.add_argument("--only", choices=PARTS, action="append", help="only this part; repeatable")
    return parser.parse_args()


def main() -> None:
    """Run the parts and print each as it ends."""
    options = _parse()
    begun = time.perf_counter()
    print("Preparing 2.57 million figures; about a minute when they are made anew …", flush=True)
    big, small = prepare_big(), prepare_opening()
    with tempfile.TemporaryDirectory(prefix="bench_") as name:
        folder = Path(name)
        parts: dict[str, tuple[str, Callable[[], list[Result] | str]]] = {
            "redraw": (
                "Change of year on the Overview, 2.57 million figures",
                lambda: measure_redraw(big, small, folder),
            ),
            "viewers": (
                "Readers who change the year every 5 s",
                lambda: measure_viewers(big, folder, soak=options.soak),
            ),
            "queries": ("Read queries, median of 9", lambda: measure_queries(big, folder)),
            "publishing": (
                "Publishing over 2.57 million figures",
                lambda: measure_publishing(big, folder),
            ),
            "importing": (
                "A long table in GB18030, from the bytes to published figures",
                lambda: measure_importing(small, folder),
            ),
            "starts": ("Starts", lambda: measure_starts(big, folder)),
            "browser": ("In the browser", lambda: measure_browser(big, folder)),
            "briefing": ("Pictures", lambda: measure_briefing(small, folder)),
            "decks": ("Decks", lambda: measure_decks(small)),
        }
        for part in options.only or PARTS:
            title, measure = parts[part]
            found = measure()
            print()
            print(f"{title}: {found}" if isinstance(found, str) else format_results(title, found))
            print(end="", flush=True)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    print(f"\n{time.perf_counter() - begun:.0f} s; load of the machine at the end {load:.1f}")


if __name__ == "__main__":
    main()
