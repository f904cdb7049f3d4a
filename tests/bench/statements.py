"""Every read query and a large upload, straight on the store, without a server."""

import shutil
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from dashboard import cached
from dashboard.access import Actor
from dashboard.figures import join_codes
from dashboard.sql import QUERY_FOLDER
from dashboard.store import NewUpload, Store
from tests.bench.data import make_city_upload, make_revision
from tests.bench.results import Result

REPETITIONS = 9
LIMIT_MS = 15
PROVINCE, COUNTRY = "610000", "100000"

Case = tuple[str, str, Mapping[str, object]]


def make_cases(upload: int) -> list[Case]:
    """Query name, what is asked, parameters; a read query that is not named here fails the run."""
    one, cards = join_codes(["members"]), join_codes(cached.card_indicators())
    cases: list[Case] = []
    for name in ("figures", "sources"):
        cases += [
            (name, "province, one indicator", {"region": PROVINCE, "indicators": one}),
            (name, "province, 18 indicators", {"region": PROVINCE, "indicators": cards}),
            (name, "country, one indicator", {"region": COUNTRY, "indicators": one}),
        ]
    pair = {"indicator": "members", "year": 2025, "since": 2024, "broken": ""}
    cell = {"indicator": "members", "region": "610100", "period": "2025"}
    cases += [
        ("years", "province", {"region": PROVINCE}),
        ("years", "country", {"region": COUNTRY}),
        ("targets", "province", {"region": PROVINCE}),
        ("coverage", "province", {"region": PROVINCE}),
        ("coverage", "country", {"region": COUNTRY}),
        ("history", "one cell", cell),
        ("breaks", "all", {}),
        ("uploads", "all", {}),
        ("changes", "an upload of 1,000 figures", {"upload": upload}),
        ("attached_changes", "an upload of 1,000 figures", {"upload": upload}),
        ("published", "one indicator, the whole country", {"indicators": one}),
        ("standing_targets", "one indicator, the whole country", {"indicators": one}),
        ("standing_breaks", "one indicator, the whole country", {"indicators": one}),
        (
            "revisions",
            "province, by an upload of 1,000 figures",
            {"region": PROVINCE, "indicators": "", "first": upload - 1, "last": upload},
        ),
        ("like_for_like", "country", {**pair, "region": COUNTRY}),
        ("like_for_like", "province", {**pair, "region": PROVINCE}),
        ("agreements", "province", {"region": PROVINCE, "indicator": "members"}),
        ("within_year", "two cities", {"regions": join_codes(["610100", "610200"])}),
    ]
    known = {path.stem for path in (QUERY_FOLDER / "read").glob("*.sql")}
    if missing := known - {name for name, _, _ in cases}:
        raise LookupError(f"No parameters to measure these read queries with: {sorted(missing)}.")
    return [case for case in cases if case[0] in known]


def measure_queries(big: Path, folder: Path) -> list[Result]:
    """Median of nine for each read query, with 1,000 figures published over the 2.57 million."""
    store = Store(Path(shutil.copy(big, folder / "queries.duckdb")))
    upload = store.publish(
        Actor(), make_city_upload(1000), NewUpload(source="made by the benchmark")
    )
    cases = make_cases(upload)
    times: dict[int, list[float]] = {n: [] for n in range(len(cases))}
    rows = {}
    for _ in range(REPETITIONS):
        for number, (name, _what, parameters) in enumerate(cases):
            begun = time.perf_counter()
            rows[number] = len(store.read(name, parameters))
            times[number].append((time.perf_counter() - begun) * 1000)
    store.close()
    return [
        Result(f"{name}: {what}", median(times[n]), "ms", LIMIT_MS, f"{rows[n]:,} rows")
        for n, (name, what, _) in enumerate(cases)
    ]


def measure_publishing(big: Path, folder: Path) -> list[Result]:
    """100,000 revised figures, then 1,000, each on a fresh copy; and taking the large upload back."""
    results = []
    for count, limit in ((100_000, 2.0), (1000, None)):
        path = folder / f"publish_{count}.duckdb"
        store = Store(Path(shutil.copy(big, path)))
        figures = make_revision(count) if count > 1000 else make_city_upload(count)
        begun = time.perf_counter()
        upload = store.publish(Actor(), figures, NewUpload(source="made by the benchmark"))
        results.append(
            Result(f"publishing {count:,} figures", time.perf_counter() - begun, "s", limit)
        )
        begun = time.perf_counter()
        store.undo(Actor(), upload, note="")
        results.append(Result(f"undoing {count:,} figures", time.perf_counter() - begun, "s"))
        store.close()
        path.unlink()
    return results
