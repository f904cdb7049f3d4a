"""Many readers at once: how long they wait, and how much memory the server takes."""

import asyncio
import random
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean, median, quantiles

from dashboard.catalogue import load_catalogue
from tests.bench.client import Reader
from tests.bench.results import Result
from tests.bench.server import Server, run_server

EVERY_SECONDS = 5
DEFAULT_SECONDS = 60
SOAK_SECONDS = 600
CROWD_SECONDS = 30
PROVINCES = ("610000", "440000", "510000", "330000", "130000", "420000", "350000", "650000")
FLAT_SHARE = 0.02  # of the memory, over the last half


@dataclass
class _Watch:
    """What a group of readers went through."""

    milliseconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    memory_mb: list[float] = field(default_factory=list)  # one a second


def measure_viewers(big: Path, folder: Path, *, soak: bool) -> list[Result]:
    """25 readers, memory with 50 sessions open, 100 readers; all on one server."""
    with run_server(folder, environment={"DASHBOARD_DATABASE": str(big)}) as server:
        results = asyncio.run(_grow(server, SOAK_SECONDS if soak else DEFAULT_SECONDS))
        complaints = server.complaints()
    return [*results, Result("errors in the server's output", len(complaints), "", 0)]


async def _grow(server: Server, seconds: int) -> list[Result]:
    results = [Result("memory after the start, no session", server.rss_mb(), "MB")]
    readers = await _join(server, [], 25)
    watch = await _watch(server, readers, seconds)
    results += _describe(watch, 25, middle=80, late=250)
    results.append(_describe_memory(watch.memory_mb, seconds))
    hiding = [await r.switch("demo") for r in readers[::2]]
    results.append(
        Result("demonstration data hidden for the first time", hiding[0].milliseconds, "ms", 1000)
    )
    watch = await _watch(server, readers, CROWD_SECONDS)
    results += _describe(watch, 25, middle=80, late=250, who="half without demonstration data")
    readers = await _join(server, readers, 50)
    results.append(Result("memory with 50 sessions open", server.rss_mb(), "MB", 400))
    readers = await _join(server, readers, 100)
    watch = await _watch(server, readers, CROWD_SECONDS)
    results += _describe(watch, 100, middle=500)
    results.append(Result("memory with 100 sessions open", server.rss_mb(), "MB"))
    await asyncio.gather(*(r.close() for r in readers))
    return results


async def _join(server: Server, readers: list[Reader], count: int) -> list[Reader]:
    """Open sessions one after the other, each looking at a province."""
    for number in range(len(readers), count):
        reader = Reader(server.address)
        await reader.open()
        province = load_catalogue().regions[PROVINCES[number % len(PROVINCES)]].name_zh
        if reader.widgets["region"].string_value != province:
            await reader.choose("region", province)
        readers.append(reader)
    return readers


async def _watch(server: Server, readers: list[Reader], seconds: int) -> _Watch:
    watch = _Watch()
    tasks = [asyncio.create_task(_click(r, n, seconds, watch)) for n, r in enumerate(readers)]
    while not all(t.done() for t in tasks):
        watch.memory_mb.append(server.rss_mb())
        await asyncio.sleep(1)
    await asyncio.gather(*tasks)
    return watch


async def _click(reader: Reader, number: int, seconds: int, watch: _Watch) -> None:
    """Another year every five seconds; readers begin spread over the first five."""
    chance = random.Random(number)
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    await asyncio.sleep(chance.random() * EVERY_SECONDS)
    while loop.time() < end:
        due = loop.time() + EVERY_SECONDS
        try:
            run = await reader.choose("year", chance.choice(reader.options["year"]))
            watch.milliseconds.append(run.milliseconds)
        except Exception as error:  # whatever happens to a reader is counted
            watch.errors.append(f"{type(error).__name__}: {error}")
            return
        await asyncio.sleep(max(0, due - loop.time()))


def _describe(
    watch: _Watch, count: int, *, middle: float, late: float | None = None, who: str = ""
) -> list[Result]:
    times = watch.milliseconds
    name = f"{count} readers, {who}".removesuffix(", ")
    return [
        Result(f"{name}, median", median(times), "ms", middle, f"{len(times)} changes"),
        Result(f"{name}, 95th percentile", quantiles(times, n=20)[-1], "ms", late),
        Result(f"{name}, errors", len(watch.errors), "", 0, "; ".join(watch.errors[:1])),
    ]


def _describe_memory(memory_mb: list[float], seconds: int) -> Result:
    half = memory_mb[len(memory_mb) // 2 :]
    middle = len(half) // 2
    growth = mean(half[middle:]) - mean(half[:middle])
    note = (
        f"{mean(half[:middle]):.0f} → {mean(half[middle:]):.0f} MB in the last half of {seconds} s"
    )
    if seconds < SOAK_SECONDS:
        note += "; --soak runs ten minutes"
    return Result("growth of memory, last two quarters", growth, "MB", FLAT_SHARE * half[0], note)


def measure_starts(big: Path, folder: Path) -> list[Result]:
    """From the start of the process until it answers that it is healthy."""
    seconds = []
    for _ in range(3):
        with run_server(folder, environment={"DASHBOARD_DATABASE": str(big)}) as server:
            seconds.append(server.seconds_to_healthy)
    with (
        tempfile.TemporaryDirectory() as empty,
        run_server(
            folder, environment={"DASHBOARD_DATABASE": f"{empty}/dashboard.duckdb"}
        ) as server,
    ):
        first = server.seconds_to_healthy
    return [
        Result("second start until healthy", median(seconds), "s", 1.5, "median of 3"),
        Result("first start, with an empty database", first, "s"),
    ]
