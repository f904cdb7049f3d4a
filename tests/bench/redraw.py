"""Change of year on the Overview for one reader, beside floors, every server asked in turn."""

import asyncio
import os
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from dashboard.catalogue import load_catalogue
from tests.bench.client import Reader, Run
from tests.bench.results import Result
from tests.bench.server import Server, run_server

FLOOR = "tests/bench/floor_serve.py"
HOME = "610000"
PROVINCES = ("440000", "510000", "330000")
# Nobody clicks without a pause, and without one the kernel would hold back its acknowledgements,
# for which Streamlit's socket waits some 40 ms.
PAUSE_SECONDS = 0.06


@dataclass
class _Times:
    """Milliseconds of each kind of view."""

    new: list[float] = field(default_factory=list)  # views not shown before
    shown: list[float] = field(default_factory=list)
    home_new: list[float] = field(default_factory=list)  # of the years both sizes have
    home_shown: list[float] = field(default_factory=list)
    regions: list[float] = field(default_factory=list)  # changes of region


def measure_redraw(big: Path, small: Path, folder: Path) -> list[Result]:
    """Start four servers and change the year on each in turn: new views first, then known ones."""
    figures = folder / "views.json"
    _capture(big, figures)
    floor = {"BENCH_FLOOR_FIGURES": str(figures)}
    with ExitStack() as stack:
        servers = {
            name: stack.enter_context(run_server(folder, script, environment=environment))
            for name, script, environment in (
                ("big", "dashboard/serve.py", {"DASHBOARD_DATABASE": str(big)}),
                ("small", "dashboard/serve.py", {"DASHBOARD_DATABASE": str(small)}),
                ("empty", FLOOR, floor | {"BENCH_FLOOR": "floor_empty.py"}),
                ("ready", FLOOR, floor | {"BENCH_FLOOR": "floor_overview.py"}),
            )
        }
        results = asyncio.run(_walk(servers))
        complaints = [line for s in servers.values() for line in s.complaints()]
    return [*results, Result("errors in the servers' output", len(complaints), "", 0)]


def _capture(big: Path, figures: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.bench.floor_figures import capture; "
        "capture(sys.argv[2:], Path(sys.argv[1]))"
    )
    subprocess.run(
        [sys.executable, "-c", code, str(figures), HOME, *PROVINCES],
        env=os.environ | {"DASHBOARD_DATABASE": str(big)},
        check=True,
    )


async def _walk(servers: dict[str, Server]) -> list[Result]:
    readers = {name: Reader(server.address) for name, server in servers.items()}
    first = {name: await reader.open() for name, reader in readers.items()}
    times = {name: _Times() for name in readers}
    await _walk_home(readers, times)
    last = first
    for province in PROVINCES:
        last = await _walk_province(readers, times, load_catalogue().regions[province].name_zh)
    for reader in readers.values():
        await reader.close()
    return _summarise(first, last, times)


async def _walk_home(readers: dict[str, Reader], times: dict[str, _Times]) -> None:
    """The home region, where both sizes have figures of the same years; the first is warm already."""
    years = [y for y in readers["small"].options["year"] if y in readers["big"].options["year"]]
    years = [y for y in years if y >= "2006"]
    for is_new in (True, False):
        for year in years[1:]:
            for name, reader in readers.items():
                run = await _choose(reader, "year", year)
                kept = times[name].home_new if is_new else times[name].home_shown
                kept.append(run.milliseconds)


async def _walk_province(
    readers: dict[str, Reader], times: dict[str, _Times], province: str
) -> dict[str, Run]:
    """All years of a province that nobody has looked at; the small database has no figures of it."""
    for name in ("big", "ready"):
        run = await _choose(readers[name], "region", province)
        times[name].regions.append(run.milliseconds)
    asked = {name: readers[name] for name in ("big", "empty", "ready")}
    current = readers["big"].widgets["year"].string_value
    runs: dict[str, Run] = {}
    for is_new in (True, False):
        for year in readers["big"].options["year"]:
            if (is_new and year == current) or year < "2006":
                continue
            for name, reader in asked.items():
                runs[name] = await _choose(reader, "year", year)
                kept = times[name].new if is_new else times[name].shown
                kept.append(runs[name].milliseconds)
    return runs


async def _choose(reader: Reader, key: str, value: str) -> Run:
    await asyncio.sleep(PAUSE_SECONDS)
    return await reader.choose(key, value)


def _summarise(
    first: dict[str, Run], last: dict[str, Run], times: dict[str, _Times]
) -> list[Result]:
    big, small, empty, ready = (times[n] for n in ("big", "small", "empty", "ready"))
    new, shown = median(big.new), median(big.shown)
    floor = median(ready.new + ready.shown)
    home_new = median(big.home_new) / median(small.home_new)
    home_shown = median(big.home_shown) / median(small.home_shown)
    same = last["big"].elements == last["ready"].elements
    count = f"{len(big.new)} changes"
    return [
        Result("floor: an empty page", median(empty.new + empty.shown), "ms"),
        Result("floor: the Overview with everything ready", floor, "ms"),
        Result("elements other than the real page's in that floor", 0 if same else 1, "", 0),
        Result("change of year, view not shown before", new, "ms", 50, count),
        Result("    over the ready floor", new / median(ready.new), "×", 2),
        Result("change of year, view shown before", shown, "ms", 50, count),
        Result("    over the ready floor", shown / median(ready.shown), "×", 1.2),
        Result("not shown before, over demonstration size", home_new, "×", 1.2),
        Result("shown before, over demonstration size", home_shown, "×", 1.2),
        Result("change of region, not shown before", median(big.regions), "ms"),
        Result("first view of a session", first["big"].milliseconds, "ms"),
        Result("messages of a change of year", last["big"].message_count, ""),
        Result("size of a change of year", last["big"].bytes_received / 1000, "kB"),
    ]
