"""A long table in GB18030: understood, checked, compared and published, each in a process of its own.

Run as a program it imports one file and prints what it took: ``python -m tests.bench.importing``.
"""

import io
import json
import re
import resource
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from dashboard.access import Actor
from dashboard.catalogue import REFERENCE_FOLDER, Catalogue, load_catalogue
from dashboard.importing.upload.publish import publish_review, read_context, read_published
from dashboard.importing.upload.review import review_file
from dashboard.importing.vocabulary.places import Gazetteer
from dashboard.settings import ROOT
from dashboard.store import Store
from tests.bench.data import SEED, choose_indicators
from tests.bench.results import Result

COUNTS = (1000, 100_000, 1_000_000, 3_000_000)
YEARS = range(2001, 2026)  # 25 years of 40 indicators: 1,000 figures a region
SCOPE = "610000"
HEADINGS = ("地区", "年份", "指标", "数值")
_STAGES = {
    "read": "reading",
    "recognise": "understanding",
    "check": "checking",
    "compare": "comparing",
    "publish": "publishing",
}
_LIMIT_SECONDS = {1000: 1.0, 1_000_000: 6.0}
_LIMIT_MB = {1_000_000: 1200.0}
# Files below it are all start: time a figure is compared from here on.
_LINEAR_FROM = 100_000
_LINEAR_LIMIT = 1.25


def choose_places(catalogue: Catalogue) -> list[str]:
    """Codes of all provinces, cities and counties whose name alone says which they are."""
    gazetteer = Gazetteer(catalogue, SCOPE)
    names = Counter(r.name_zh for r in catalogue.regions.values())
    levels = {"province", "prefecture", "county"}
    return [
        r.code
        for r in catalogue.regions.values()
        if r.level in levels
        and names[r.name_zh] == 1
        and gazetteer.find_place(r.name_zh, "").region_code == r.code
    ]


def _make_values(catalogue: Catalogue) -> dict[str, np.ndarray]:
    """Per region an array of indicators × years that grows steadily; a region is its parts' sum."""
    random = np.random.default_rng(SEED)
    count = len(choose_indicators())
    values: dict[str, np.ndarray] = {}
    for region in sorted(catalogue.regions.values(), key=lambda r: -catalogue.depth(r.code)):
        if region.code not in values:
            growth = random.normal(1.03, 0.004, size=(count, len(YEARS))).cumprod(axis=1)
            size = np.exp(random.normal(9, 0.5, size=(count, 1)))
            values[region.code] = _keep_relations(catalogue, np.round(size * growth))
        above = region.rollup_code
        values[above] = values.get(above, 0) + values[region.code]
    return values


def _keep_relations(catalogue: Catalogue, own: np.ndarray) -> np.ndarray:
    """``own`` with every part at most half of its whole, also where the whole is a part itself."""
    codes = [i.code for i in choose_indicators()]
    parts = [(r.left, *r.right) for r in catalogue.relations if r.relation == "<="]
    known = [(codes.index(p), codes.index(w)) for p, w in parts if {p, w} <= set(codes)]
    for part, whole in known * 3:
        own[part] = np.minimum(own[part], np.floor(own[whole] / 2))
    return own


def make_table(count: int) -> bytes:
    """A long CSV in GB18030 with ``count`` figures of real places and indicators; always the same."""
    catalogue = load_catalogue()
    values = _make_values(catalogue)
    names = [i.name_zh for i in choose_indicators()]
    lines = [",".join(HEADINGS)]
    for code in choose_places(catalogue)[: -(-count // (len(names) * len(YEARS)))]:
        place = catalogue.regions[code].name_zh
        lines += [
            f"{place},{year},{name},{value:.0f}"
            for name, row in zip(names, values[code], strict=True)
            for year, value in zip(YEARS, row, strict=True)
        ]
    return ("\n".join(lines[: count + 1]) + "\n").encode("gb18030")


def import_plainly(content: bytes, path: Path) -> int:
    """What a person would write who has no rules: the file into a table of a new database."""
    names = {"dtype": "str", "keep_default_na": False}
    regions = pd.read_csv(REFERENCE_FOLDER / "regions.csv", **names)
    indicators = pd.read_csv(REFERENCE_FOLDER / "indicators.csv", **names)
    table = pd.read_csv(io.StringIO(content.decode("gb18030")), **names)
    table = table.merge(regions[["name_zh", "code"]], left_on="地区", right_on="name_zh")
    table = table.merge(indicators[["name_zh", "indicator"]], left_on="指标", right_on="name_zh")
    figures = pd.DataFrame(
        {
            "indicator": table["indicator"],
            "region_code": table["code"],
            "year": table["年份"].astype("int32"),
            "value": table["数值"].astype("float64"),
        }
    )
    if figures.duplicated(["indicator", "region_code", "year"]).any():
        raise ValueError("A figure is given twice.")
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE observation AS SELECT * FROM figures")
    return len(figures)


def import_wholly(content: bytes, path: Path) -> dict[str, float]:
    """Review and publish a file as the Upload page does; seconds by stage."""
    store = Store(path)
    begun = time.perf_counter()
    review = review_file(
        content,
        "table.csv",
        catalogue=load_catalogue(),
        published=read_published(store.read),
        context=read_context(store.read),
        scope=SCOPE,
    )
    reviewed = time.perf_counter()
    made = "made by the benchmark"
    publish_review(Actor(), store, review, content, source=made, note=made, confirmed=True)
    published = time.perf_counter()
    store.close()
    if review.counts["rejected"]:
        raise ValueError(f"The table was not understood: {review.counts}.")
    stages = {stage: review.timings[stage] for stage in ("read", "recognise", "check", "compare")}
    total = published - begun
    return stages | {
        "publish": published - reviewed,
        "total": total,
        "figures": len(review.figures),
    }


def _import_plainly(content: bytes, path: Path) -> dict[str, float]:
    begun = time.perf_counter()
    figures = import_plainly(content, path)
    return {"total": time.perf_counter() - begun, "figures": figures}


_WAYS: dict[str, Callable[[bytes, Path], dict[str, float]]] = {
    "plain": _import_plainly,
    "whole": import_wholly,
}


def _run(way: str, table: Path, database: Path) -> dict[str, float]:
    """Import in a child, so that its peak memory is that of one file alone."""
    arguments = [sys.executable, "-m", "tests.bench.importing", way, str(table), str(database)]
    done = subprocess.run(arguments, cwd=ROOT, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def measure_importing(opening: Path, folder: Path) -> list[Result]:
    """Each size once, over the opening figures; then time a figure and the ratio to the plain way."""
    results: list[Result] = []
    whole, plain = {}, {}
    for count in COUNTS:
        table, database = folder / f"table_{count}.csv", folder / f"import_{count}.duckdb"
        table.write_bytes(make_table(count))
        whole[count] = _run("whole", table, Path(shutil.copy(opening, database)))
        plain[count] = _run("plain", table, folder / f"plain_{count}.duckdb")
        if not whole[count]["figures"] == plain[count]["figures"] == count:
            raise ValueError(f"Not all of {count} figures were understood.")
        results += _describe(count, whole[count], plain[count])
        table.unlink()
    seconds = {n: whole[n]["total"] / n for n in COUNTS}
    ratio = seconds[COUNTS[-1]] / seconds[_LINEAR_FROM]
    results.append(
        Result("time a figure of 3,000,000 against 100,000", ratio, "times", _LINEAR_LIMIT)
    )
    return results


def _describe(count: int, whole: dict[str, float], plain: dict[str, float]) -> list[Result]:
    stages = ", ".join(f"{label} {whole[stage]:.2f}" for stage, label in _STAGES.items())
    what = f"{count:,} figures"
    return [
        Result(what, whole["total"], "s", _LIMIT_SECONDS.get(count), stages),
        # On a computer that does other things too this is the number to compare.
        Result(f"{what}: processor time, with the start", whole["processor"], "s"),
        Result(f"{what}: peak memory", whole["peak_mb"], "MB", _LIMIT_MB.get(count)),
        Result(f"{what}: the plain way", plain["total"], "s", None, f"{plain['peak_mb']:.0f} MB"),
        Result(f"{what}: against the plain way", whole["total"] / plain["total"], "times"),
    ]


def _peak_mb() -> float:
    """Peak memory of this process; what getrusage tells begins with that of the parent."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="utf-8"))
    return int(found[1]) / 1000


if __name__ == "__main__":
    _way, _table, _database = sys.argv[1:]
    _found = _WAYS[_way](Path(_table).read_bytes(), Path(_database))
    _used = resource.getrusage(resource.RUSAGE_SELF)
    _processor = _used.ru_utime + _used.ru_stime
    print(json.dumps(_found | {"processor": _processor, "peak_mb": _peak_mb()}))
