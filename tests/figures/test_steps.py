"""The rules of the numbers step by step: each case is a file ``<step>/<case>.md``.

It says in words how its numbers were worked out, then gives a table for each thing that the step
reads (``### cell``) and what comes back (``### expected``: the columns that are asserted, all rows in
any order). What a case leaves out is empty, or made by the earlier steps. An empty cell is NULL,
``-`` an empty text; flags are written by name, several with ``+``.
"""

import re
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from dashboard.sql import QUERY_FOLDER, list_steps, read_query
from dashboard.store.migrations import create_tables

FOLDER = Path(__file__).parent
CASES = sorted(FOLDER.glob("*/*.md"))
FLAGS = re.findall(
    r"WHEN '(\w+)' THEN", (QUERY_FOLDER / "macros" / "1_quality_flag.sql").read_text("utf-8")
)
PARAMETERS = {"coverage_pct": 50, "least_denominator": 20}
TYPES = {
    "year": "INTEGER", "upload_id": "INTEGER", "reported_count": "INTEGER", "decimals": "INTEGER",
    "expected_count": "INTEGER", "first_year": "INTEGER", "last_year": "INTEGER", "value": "DOUBLE", "num": "DOUBLE",
    "den": "DOUBLE", "factor": "DOUBLE", "rate_value": "DOUBLE", "is_expected": "BOOLEAN",
    "is_demonstration": "BOOLEAN", "is_revised": "BOOLEAN", "is_whole_year": "BOOLEAN",
    "knows_demonstration": "BOOLEAN", "has_answered_part": "BOOLEAN",
    "is_confidential": "BOOLEAN", "quality_flags": "INTEGER", "sum_flags": "INTEGER",
    "coverage": "DOUBLE", "place_count": "INTEGER", "expected_places": "INTEGER",
}  # fmt: skip


def read_tables(path: Path) -> dict[str, pd.DataFrame]:
    """The tables of a case by name, all as text as it is written."""
    tables = {}
    for part in path.read_text(encoding="utf-8").split("\n### ")[1:]:
        name, *lines = part.splitlines()
        rows = [[c.strip() for c in ln.strip("|").split("|")] for ln in lines if ln.startswith("|")]
        header, _rule, *body = rows
        tables[name.strip()] = pd.DataFrame(body, columns=header, dtype=object)
    return tables


def add_table(cursor: duckdb.DuckDBPyConnection, name: str, rows: pd.DataFrame) -> None:
    """A table of the case under the name by which the step reads it."""
    columns = ", ".join(f"{c} {TYPES.get(c, 'VARCHAR')}" for c in rows)
    cursor.execute(f"CREATE TEMP TABLE {name} ({columns})")
    for row in rows.itertuples(index=False):
        values = [
            number_flags(cursor, text)
            if column.endswith("_flags")
            else {"": None, "-": ""}.get(text, text)
            for column, text in zip(rows, row, strict=True)
        ]
        cursor.execute(f"INSERT INTO {name} VALUES ({', '.join('?' * len(values))})", values)


def number_flags(cursor: duckdb.DuckDBPyConnection, names: str) -> int:
    return sum(
        cursor.execute("SELECT quality_flag(?)", [n]).fetchone()[0]
        for n in (names.split("+") if names else [])
    )


def name_flags(cursor: duckdb.DuckDBPyConnection, flags: int) -> str:
    asked = ((n, cursor.execute("SELECT has_flag(?::INTEGER, ?)", [flags, n])) for n in FLAGS)
    return "+".join(n for n, found in asked if found.fetchone()[0])


def run_step(cursor: duckdb.DuckDBPyConnection, step: str, given: set[str]) -> pd.DataFrame:
    """What the step gives; earlier steps that the case does not give are run before it."""
    queries = [read_query(QUERY_FOLDER / f"{name}.sql") for name in list_steps(f"figures/{step}")]
    made = [q for q in queries if Path(q.name).name not in given]
    tables = ", ".join(f"{Path(q.name).name} AS (\n{q.text})" for q in made)
    parameters = {p: PARAMETERS[p] for q in made for p in q.parameters}
    return cursor.execute(f"WITH {tables}\nFROM {step}", parameters).df()


def write_row(cursor: duckdb.DuckDBPyConnection, row: dict[str, object]) -> tuple[str, ...]:
    """A row of a result as a case writes it."""
    texts = []
    for column, value in row.items():
        if value is None or (not isinstance(value, str) and pd.isna(value)):
            texts.append("")
        elif isinstance(value, bool | str):
            texts.append(str(value) or "-" if isinstance(value, str) else str(value).lower())
        elif column.endswith("_flags"):
            texts.append(name_flags(cursor, int(value)))
        else:
            texts.append(f"{value:.12g}")
    return tuple(texts)


@pytest.mark.parametrize("path", [pytest.param(p, id=f"{p.parent.name}/{p.stem}") for p in CASES])
def test_step_gives_the_rows_worked_by_hand(path: Path) -> None:
    tables = read_tables(path)
    expected = tables.pop("expected")
    with duckdb.connect() as cursor:
        create_tables(cursor)
        add_table(cursor, "touched", tables.pop("touched", pd.DataFrame(
            columns=["indicator", "region_code", "year"])))  # fmt: skip
        for name, rows in tables.items():
            add_table(cursor, name, rows)
        found = run_step(cursor, path.parent.name, set(tables))
        rows = found[list(expected)].to_dict("records")
        shown = sorted(write_row(cursor, row) for row in rows)
    assert shown == sorted(tuple(row) for row in expected.to_numpy())


def test_every_step_has_a_case_that_says_how_it_was_worked_out() -> None:
    assert {p.parent.name for p in CASES} == {p.stem for p in QUERY_FOLDER.glob("figures/*.sql")}
    for path in CASES:
        words = path.read_text(encoding="utf-8").split("\n### ")[0].splitlines()
        assert len(" ".join(words[1:])) > 30, path
