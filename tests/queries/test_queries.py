"""Every case is a folder ``<query>/<case>/``: what was published, what is asked, what comes back.

observations.csv   indicator, region_code, period, value, status; perhaps upload (default 1),
                   source, note_zh, note_en
uploads.csv        what is not usual about an upload: upload, kind (figures, demonstration, undo),
                   undoes, source, uploaded_by, file_name, note
targets.csv, breaks.csv   as Store.publish takes them, with an upload column
params.json        the parameters of the query
snapshot.json          as_of, demonstration: another view than the present one
expected.csv       the columns that are asserted, all rows, in the order of the query
case.md            how the expected numbers were worked out by hand

A publish costs more than all else here. The cases of the query ``figures`` that need one plain
upload and no view are therefore published at once, each in ten years of its own: no rule of the
numbers looks from one year to another, but for sums that some are missing from, which are published
alone.
"""

import json
import math
import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from dashboard.access import Actor
from dashboard.selection import Snapshot
from dashboard.sql import QUERY_FOLDER
from dashboard.store import NewUpload, Store

FOLDER = Path(__file__).parent
CASES = sorted(path.parent for path in FOLDER.glob("*/*/expected.csv"))
_FIRST_YEAR = 2015  # of the ten that a case may use
_UPLOAD_FIELDS = ("source", "file_name", "note", "kind")


def read_rows(path: Path) -> pd.DataFrame:
    """A file of a case as text, with an upload column; without rows if there is no such file."""
    if not path.exists():
        return pd.DataFrame({"upload": []}, dtype="int64")
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    if "upload" not in frame:
        frame.insert(0, "upload", "1")
    return frame.astype({"upload": "int64"})


def read_observations(path: Path) -> pd.DataFrame:
    frame = read_rows(path)
    for column in ("note_zh", "note_en"):
        if column not in frame:
            frame[column] = ""
    frame["value"] = pd.to_numeric(frame["value"])
    return frame


def read_amounts(path: Path) -> pd.DataFrame:
    frame = read_rows(path)
    for column in {"value", "year"} & set(frame):
        frame[column] = pd.to_numeric(frame[column])
    return frame


def publish_case(store: Store, case: Path) -> None:
    """Do what the case says, upload by upload."""
    observations = read_observations(case / "observations.csv")
    targets = read_amounts(case / "targets.csv")
    breaks = read_amounts(case / "breaks.csv")
    uploads = read_rows(case / "uploads.csv")
    for number in sorted({*observations["upload"], *uploads["upload"]}):
        said = uploads[uploads["upload"] == number].to_dict("records")
        facts = said[0] if said else {}
        actor = Actor(facts.get("uploaded_by", ""))
        if facts.get("kind") == "undo":
            made = store.undo(
                actor,
                int(facts["undoes"]),
                note=facts.get("note", ""),
            )
        else:
            values = {f: facts[f] for f in _UPLOAD_FIELDS if facts.get(f)}
            made = store.publish(
                actor,
                observations[observations["upload"] == number].drop(columns="upload"),
                NewUpload(**({"source": "年报"} | values)),
                targets=targets[targets["upload"] == number],
                breaks=breaks[breaks["upload"] == number],
            )
        assert made == number, f"upload {number} of the case became upload {made}"


def as_text(value: object) -> str:
    return "" if pd.isna(value) else str(value).lower() if isinstance(value, bool) else str(value)


def compare_column(found: pd.Series, expected: pd.Series) -> list[str]:
    """What differs, row by row; an empty cell in the file stands for NULL."""
    problems = []
    for row, (value, text) in enumerate(zip(found, expected, strict=True), start=1):
        if isinstance(value, bool) or not pd.api.types.is_numeric_dtype(found):
            same = as_text(value) == text
        elif text == "" or pd.isna(value):
            same = text == "" and pd.isna(value)
        else:
            same = math.isclose(float(value), float(text), rel_tol=1e-9, abs_tol=1e-9)
        if not same:
            problems.append(f"row {row}, {expected.name}: expected {text!r}, found {value!r}")
    return problems


def name_case(case: Path) -> object:
    return pytest.param(case, id=f"{case.parent.name}/{case.name}")


def needs_one_upload(case: Path) -> bool:
    """Whether a case can be published together with others."""
    extra = ("uploads.csv", "targets.csv", "breaks.csv", "snapshot.json")
    if case.parent.name != "figures" or any((case / name).exists() for name in extra):
        return False
    expected = (case / "expected.csv").read_text(encoding="utf-8")
    if "partial_coverage" in expected or "reported_count" in expected:
        return False
    return read_rows(case / "observations.csv")["upload"].eq(1).all()


TOGETHER = [case for case in CASES if needs_one_upload(case)]


def years_of(case: Path) -> int:
    """By how many years a case is moved among those that are published together."""
    return 10 * TOGETHER.index(case)


def move_years(periods: pd.Series, by: int) -> pd.Series:
    return (periods.str[:4].astype(int) + by).astype(str).str.cat(periods.str[4:])


@pytest.fixture(scope="module")
def common_store(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[Store]:
    """A store with all the cases that are published together."""
    path = tmp_path_factory.mktemp("together") / "dashboard.duckdb"
    shutil.copy(empty_database, path)
    store = Store(path)
    frames = []
    for case in TOGETHER:
        frame = read_observations(case / "observations.csv")
        assert frame["period"].str[:4].astype(int).between(_FIRST_YEAR, _FIRST_YEAR + 9).all(), case
        frames.append(frame.assign(period=move_years(frame["period"], years_of(case))))
    store.publish(Actor(), pd.concat(frames, ignore_index=True), NewUpload(source="年报"))
    yield store
    store.close()


def read_together(store: Store, case: Path, parameters: dict[str, object]) -> pd.DataFrame:
    """The rows of one case out of the common store, moved back to the years of the case."""
    found = store.read(case.parent.name, parameters)
    found["year"] = found["year"] - years_of(case)
    found = found[found["year"].between(_FIRST_YEAR, _FIRST_YEAR + 9)]
    return found.assign(latest_period=move_years(found["latest_period"], -years_of(case)))


@pytest.mark.parametrize("case", [name_case(case) for case in CASES])
def test_query_gives_the_rows_worked_by_hand(case: Path, request: pytest.FixtureRequest) -> None:
    parameters = json.loads((case / "params.json").read_text(encoding="utf-8"))
    if case in TOGETHER:
        found = read_together(request.getfixturevalue("common_store"), case, parameters)
    else:
        store = request.getfixturevalue("empty_store")
        publish_case(store, case)
        snapshot_file = case / "snapshot.json"
        snapshot = (
            Snapshot(**json.loads(snapshot_file.read_text()))
            if snapshot_file.exists()
            else Snapshot()
        )
        found = store.read(case.parent.name, parameters, snapshot=snapshot)
    expected = pd.read_csv(case / "expected.csv", dtype=str, keep_default_na=False)
    shown = found[list(expected)].to_string()
    assert len(found) == len(expected), f"expected {len(expected)} rows, found\n{shown}"
    problems = [p for name in expected for p in compare_column(found[name], expected[name])]
    assert not problems, "\n".join([*problems, shown])


def test_every_read_query_has_a_case() -> None:
    named = {case.parent.name for case in CASES}
    assert {p.stem for p in (QUERY_FOLDER / "read").glob("*.sql")} == named


def test_every_case_says_how_its_numbers_were_worked_out() -> None:
    folders = {
        p.parent for name in ("params.json", "observations.csv") for p in FOLDER.glob(f"*/*/{name}")
    }
    assert folders == set(CASES), "these folders lack expected.csv"
    silent = [c.name for c in CASES if len((c / "case.md").read_text(encoding="utf-8")) < 30]
    assert not silent
