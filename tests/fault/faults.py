"""The kinds of fault: each makes a database, breaks something while it works, and counts the damage."""

import asyncio
import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

import pandas as pd

from dashboard.access import SEED, Actor
from dashboard.errors import DashboardError
from dashboard.seed_data import FIGURE_FOLDER, publish_seed_data
from dashboard.settings import ROOT
from dashboard.store import NewUpload, Store, database
from tests.bench.client import Reader
from tests.bench.server import free_port, run_command

# Demonstration, national figures, press reports; the rows of the last two are those of their files.
SEED_ACTS = 3
READERS = 3
_FILES = ("national_figures.csv", "reported_figures.csv")
_OPENER = """
import sys
from pathlib import Path
from dashboard.access import SEED
from dashboard.seed_data import publish_seed_data
from dashboard.store import Store
print("imported", flush=True)
store = Store(Path(sys.argv[1]))
publish_seed_data(SEED, store)
print("filled", flush=True)
store.close()
"""
_PUBLISHER = """
import hashlib
import sys
from pathlib import Path
import pandas as pd
from dashboard.access import Actor
from dashboard.store import NewUpload, Store
store = Store(Path(sys.argv[1]))
print("imported", flush=True)
regions = ["610202", "610203", "610204", "610222", "610200", "610100", "610403", "SN-YL"]
for n in range(100_000):
    if n % 4 == 3:
        done = store.undo(Actor("fault"), store.version, note="0")
    else:
        cells = [("members", r, str(y)) for r in regions for y in range(2000, 2001 + n % 9)]
        frame = pd.DataFrame(cells, columns=["indicator", "region_code", "period"])
        frame = frame.assign(value=float(n), status="final", note_zh="", note_en="")
        content = str((n, store.version)).encode()
        sha = hashlib.sha256(content).hexdigest()
        act = NewUpload(source="年报", note=str(len(frame)), sha256=sha)
        done = store.publish(Actor(), frame, act, content=content)
    print(done, flush=True)
"""


@dataclass
class Outcome:
    """What some faults of one kind came to."""

    tried: int = 0
    lost: int = 0  # acts that were acknowledged and are gone, or parts of them
    doubled: int = 0  # acts, rows or cells that are there twice
    errors: list[str] = field(
        default_factory=list
    )  # shown to a reader, or refused at the next start


def start_at_once(folder: Path, count: int) -> Outcome:
    """First starts of the server, with readers who arrive in the moment the port answers."""
    outcome = Outcome()
    for number in range(count):
        home = folder / str(number)
        home.mkdir()
        outcome.tried += 1
        outcome.errors += _start_with_readers(home / "figures.duckdb")
        _check_seed(home / "figures.duckdb", outcome)
        shutil.rmtree(home)
    return outcome


def _start_with_readers(path: Path) -> list[str]:
    port = free_port()
    environment = {"DASHBOARD_DATABASE": str(path), "DASHBOARD_ADDRESS": f"http://localhost:{port}"}
    with run_command(path.parent, port, environment=environment) as (process, log):
        while not _answers(port):
            if process.poll() is not None:
                return [log.read_text(errors="replace")[-300:]]
            time.sleep(0.005)
        # In a thread of its own: a browser of the same test process may have a loop running in this one.
        with ThreadPoolExecutor(1) as thread:
            work = _read_at_once(f"http://localhost:{port}")
            return thread.submit(asyncio.run, work).result()


def _answers(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


async def _read_at_once(address: str) -> list[str]:
    readers = [Reader(address) for _ in range(READERS)]
    runs = await asyncio.gather(*(r.open() for r in readers), return_exceptions=True)
    await asyncio.gather(*(r.close() for r in readers))
    errors = [f"{type(r).__name__}: {r}" for r in runs if isinstance(r, BaseException)]
    shown = [r.elements for r in runs if not isinstance(r, BaseException)]
    return errors + [f"no chart: {e}" for e in shown if "plotly_chart" not in e]


def kill_first_start(folder: Path, count: int) -> Outcome:
    """First starts that are killed at any moment, and the start after each."""
    rng = random.Random(11)
    outcome = Outcome()
    for number in range(count):
        path = folder / str(number) / "figures.duckdb"
        path.parent.mkdir()
        with _started(_OPENER, path) as process:
            time.sleep(rng.uniform(0, 3.0))
            os.kill(process.pid, signal.SIGKILL)
        outcome.tried += 1
        try:
            opened = Store(path)
            publish_seed_data(SEED, opened)
            opened.close()
        except DashboardError as error:
            outcome.errors.append(str(error))
            continue
        _check_seed(path, outcome)
        shutil.rmtree(path.parent)
    return outcome


def kill_while_publishing(folder: Path, count: int) -> Outcome:
    """Publishers and undoers that are killed at any moment."""
    rng = random.Random(12)
    outcome = Outcome()
    path = folder / "figures.duckdb"
    for _ in range(count):
        with _started(_PUBLISHER, path) as process:
            time.sleep(rng.uniform(0, 0.8))
            os.kill(process.pid, signal.SIGKILL)
            acknowledged = [int(line) for line in process.stdout if line.endswith("\n")]
        outcome.tried += 1
        try:
            opened = Store(path)
        except DashboardError as error:
            outcome.errors.append(str(error))
            continue
        _check_acts(opened, acknowledged, outcome)
        opened.close()
    return outcome


def _check_acts(opened: Store, acknowledged: list[int], outcome: Outcome) -> None:
    """All that was acknowledged is there, whole and once, with its original."""
    cursor = opened._connection.cursor()
    acts = cursor.execute("SELECT upload_id, note, sha256 FROM upload").fetchall()
    rows = cursor.execute("SELECT upload_id, count(*) FROM observation_log GROUP BY 1").fetchall()
    outcome.lost += len(set(acknowledged) - {a for a, _note, _sha in acts})
    promised = {a: int(note) for a, note, _sha in acts if note != "0"}
    outcome.lost += sum(dict(rows).get(a, 0) < count for a, count in promised.items())
    outcome.doubled += sum(dict(rows).get(a, 0) > count for a, count in promised.items())
    outcome.doubled += len(acts) - len({a for a, _note, _sha in acts})
    kept = {p.name for p in (opened.path.parent / "uploads").glob("*")}
    originals = {sha for _a, _note, sha in acts if sha}
    outcome.lost += len(originals - kept)
    outcome.errors += [f"orphan {name}" for name in sorted(kept - originals)]


def fill_the_disk(folder: Path, count: int) -> Outcome:
    """A disk of 64 MB that is filled by publishing; every refusal is a sentence, and reading goes on.

    Every second time the store does not foresee it, as when something else fills the disk.
    """
    outcome = Outcome()
    for number in range(max(2, count // 10)):
        unforeseen = mock.patch.object(database, "has_room", return_value=True)
        with (
            _small_disk(folder / "disk") as disk,
            unforeseen if number % 2 else contextlib.nullcontext(),
        ):
            if disk is None:
                outcome.errors.append("a disk of its own cannot be mounted here")
                return outcome
            _publish_until_full(disk / "figures.duckdb", outcome)
        outcome.tried += 1
    return outcome


def _publish_until_full(path: Path, outcome: Outcome) -> None:
    opened = Store(path)
    regions = [r for (r,) in opened._connection.cursor().execute(
        "SELECT region_code FROM region").fetchall()]  # fmt: skip
    acknowledged = []
    for number in range(200):
        cells = [("members", r, f"{1950 + number % 70}") for r in regions]
        frame = pd.DataFrame(cells, columns=["indicator", "region_code", "period"])
        # Long texts that do not repeat fill a disk soonest.
        frame = frame.assign(value=float(number), status="final", note_en="")
        frame["note_zh"] = [os.urandom(600).hex() for _ in regions]
        try:
            acknowledged.append(
                opened.publish(Actor(), frame, NewUpload(source="年报", note=str(len(frame))))
            )
        except DashboardError as error:
            if "is full" not in str(error):
                outcome.errors.append(str(error))
            break
    else:
        outcome.errors.append("the disk was never full")
    if opened.read("years", {"region": "100000"}).empty:
        outcome.errors.append("nothing can be read any more")
    opened.close()
    again = Store(path)
    _check_acts(again, acknowledged, outcome)
    again.close()


@contextlib.contextmanager
def _small_disk(folder: Path) -> Iterator[Path | None]:
    folder.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(folder)]
    done = subprocess.run(mount, capture_output=True, check=False)
    if done.returncode:
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@contextlib.contextmanager
def _started(program: str, path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that runs ``program``, from the moment when its imports are done."""
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout.readline().strip() == "imported"
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def _check_seed(path: Path, outcome: Outcome) -> None:
    """The database has the seed data once: its acts, the rows of its files, no cell twice."""
    opened = Store(path)
    cursor = opened._connection.cursor()
    acts = cursor.execute("SELECT file_name FROM upload").fetchall()
    outcome.lost += SEED_ACTS - len(set(acts))
    outcome.doubled += len(acts) - len(set(acts))
    for name in _FILES:
        expected = len((FIGURE_FOLDER / name).read_text(encoding="utf-8-sig").splitlines()) - 1
        query = (
            "SELECT count(*) FROM observation_log AS l JOIN upload AS u "
            "ON l.upload_id = u.upload_id WHERE u.file_name = $name"
        )
        found = cursor.execute(query, {"name": name}).fetchall()[0][0]
        outcome.lost += max(0, expected - found)
        outcome.doubled += max(0, found - expected)
    for table, key in (("observation", "period"), ("figure", "year")):
        query = (
            f"SELECT count(*) FROM (SELECT 1 FROM {table} "
            f"GROUP BY indicator, region_code, {key} HAVING count(*) > 1)"
        )
        outcome.doubled += cursor.execute(query).fetchall()[0][0]
    opened.close()


FAULTS: dict[str, Callable[[Path, int], Outcome]] = {
    "first starts with three readers at once": start_at_once,
    "kills during a first start": kill_first_start,
    "kills while publishing and undoing": kill_while_publishing,
    "full disks": fill_the_disk,
}
