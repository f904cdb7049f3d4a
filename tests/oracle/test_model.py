"""The model gives the cases of ``tests/queries/figures`` that were worked out by hand."""

import csv
import json
import math
from fractions import Fraction
from pathlib import Path

import pytest

from tests.oracle.model import (
    Act,
    Model,
    Row,
    children_of,
    find_sum,
    read_indicators,
    read_regions,
    standing_acts,
    standing_cells,
)
from tests.oracle.test_oracle import expected_row

CASES = sorted((Path(__file__).parents[1] / "queries" / "figures").glob("*/expected.csv"))


def read_rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def read_log(case: Path) -> list[Act]:
    """The uploads and undos of a case."""
    about = {int(u["upload"]): u for u in read_rows(case / "uploads.csv")}
    rows: dict[int, list[Row]] = {number: [] for number in about}
    for o in read_rows(case / "observations.csv"):
        value = Fraction(o["value"]) if o["value"] else None
        row = Row(o["indicator"], o["region_code"], o["period"], value, o["status"])
        rows.setdefault(int(o.get("upload", 1)), []).append(row)
    return [
        Act(
            number,
            tuple(rows[number]),
            is_demonstration=about.get(number, {}).get("kind") == "demonstration",
            undoes=int(about.get(number, {}).get("undoes") or 0) or None,
        )
        for number in sorted(rows)
    ]


def list_figures(model: Model, region: str, indicators: str) -> list[dict[str, object]]:
    """The rows of the query ``figures``: a region and those directly below, in its order."""
    asked = indicators.strip(",").split(",") if indicators else read_indicators()
    shown = {r.code for r in read_regions().values() if region in (r.code, r.parent)}
    years = sorted({int(period[:4]) for _i, _r, period in model.cells})
    return [
        {"indicator": i, "region_code": r, "year": y} | expected_row(figure, i)
        for i in sorted(asked)
        for r in sorted(shown.union(children_of(region)))
        for y in years
        if (r in shown or find_sum(r, y)[0] == region) and (figure := model.figure(i, r, y))
    ]


def is_told(value: object, text: str) -> bool:
    """Whether a value is what a file of expected rows says; an empty cell stands for none."""
    if value is None or text == "":
        return (value is None or value == "") and text == ""
    if isinstance(value, bool):
        return str(value).lower() == text
    if isinstance(value, Fraction | int):
        return math.isclose(float(value), float(text), rel_tol=1e-9)
    return value == text


@pytest.mark.parametrize("case", [pytest.param(c.parent, id=c.parent.name) for c in CASES])
def test_model_gives_the_case(case: Path) -> None:
    log, snapshot = read_log(case), {}
    if (case / "snapshot.json").exists():
        snapshot = json.loads((case / "snapshot.json").read_text(encoding="utf-8"))
    acts = standing_acts(
        log,
        snapshot.get("as_of", log[-1].number),
        demonstration=snapshot.get("demonstration", True),
    )
    parameters = json.loads((case / "params.json").read_text(encoding="utf-8"))
    found = list_figures(Model(standing_cells(acts)), **parameters)
    expected = read_rows(case / "expected.csv")
    assert len(found) == len(expected)
    for row, told in zip(found, expected, strict=True):
        if told.get("status") == "suppressed":
            continue
        wrong = {n: row[n] for n in told.keys() & row.keys() if not is_told(row[n], told[n])}
        assert not wrong, f"{told}: the model gives {wrong}"
