"""Every case is a folder ``<query>/<case>/``: what was published, what is asked, what comes back.

observations.csv   indicator, region_code, period, value, status; perhaps upload (default 1),
                   source, note_zh, note_en
uploads.csv        what is not usual about an upload: upload, kind (figures, demonstration, undo),
                   undoes, source, uploaded_by, file_name, note
targets.csv, breaks.csv   as Store.publish takes them, with an upload column
params.json        the parameters of the query
view.json          as_of, demonstration: another view than the present one
expected.csv       the columns that are asserted, all rows, in the order of the query
case.md            how the expected numbers were worked out by hand; a line "xfail: …" marks a
                   fault that is known and not yet mended
"""

import json
import math
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from dashboard.sql import QUERY_FOLDER
from dashboard.store import NewUpload, Store, View

FOLDER = Path(__file__).parent
CASES = sorted(path.parent for path in FOLDER.glob("*/*/expected.csv"))
_UPLOAD_FIELDS = ("source", "uploaded_by", "file_name", "note", "kind")


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
        if facts.get("kind") == "undo":
            made = store.undo(
                int(facts["undoes"]),
                uploaded_by=facts.get("uploaded_by", ""),
                note=facts.get("note", ""),
            )
        else:
            values = {f: facts[f] for f in _UPLOAD_FIELDS if facts.get(f)}
            made = store.publish(
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


def mark_case(case: Path) -> object:
    notes = (case / "case.md").read_text(encoding="utf-8")
    reasons = [line[6:].strip() for line in notes.splitlines() if line.startswith("xfail:")]
    marks = [pytest.mark.xfail(strict=True, raises=AssertionError, reason=r) for r in reasons]
    return pytest.param(case, id=f"{case.parent.name}/{case.name}", marks=marks)


@pytest.mark.parametrize("case", [mark_case(case) for case in CASES])
def test_query_gives_the_rows_worked_by_hand(
    case: Path, open_copy: Callable[[Path], Store], empty_database: Path
) -> None:
    store = open_copy(empty_database)
    publish_case(store, case)
    view_file = case / "view.json"
    view = View(**json.loads(view_file.read_text())) if view_file.exists() else View()
    parameters = json.loads((case / "params.json").read_text(encoding="utf-8"))
    found = store.read(case.parent.name, parameters, view=view)
    expected = pd.read_csv(case / "expected.csv", dtype=str, keep_default_na=False)
    shown = found[list(expected)].to_string()
    assert len(found) == len(expected), f"expected {len(expected)} rows, found\n{shown}"
    problems = [p for name in expected for p in compare_column(found[name], expected[name])]
    assert not problems, "\n".join([*problems, shown])


def test_every_read_query_has_a_case() -> None:
    named = {case.parent.name for case in CASES}
    assert {p.stem for p in (QUERY_FOLDER / "read").glob("*.sql")} == named


def test_every_case_says_how_its_numbers_were_worked_out() -> None:
    folders = {p.parent for name in ("params.json", "observations.csv") for p in FOLDER.glob(f"*/*/{name}")}
    assert folders == set(CASES), "these folders lack expected.csv"
    silent = [c.name for c in CASES if len((c / "case.md").read_text(encoding="utf-8")) < 30]
    assert not silent
