"""Loads the statements in ``queries/`` and checks what their headers promise.

The path is the name: ``read/figures`` is ``queries/read/figures.sql``. A header says what a row is
(grain), which parameters the statement takes and which columns it returns. A statement that names
``steps`` begins with them, each a file of its own that reads earlier steps or tables.
"""

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from dashboard.settings import ROOT

QUERY_FOLDER = ROOT / "queries"
_PARAMETER = re.compile(r"\$([a-z_]+)")


@dataclass(frozen=True)
class Query:
    """One statement: its name, its text and the names of its parameters."""

    name: str
    text: str
    header: dict[str, str]
    parameters: frozenset[str]


def read_query(path: Path) -> Query:
    """Read one file; header lines ``-- key: text`` of the same key are joined."""
    text = path.read_text(encoding="utf-8")
    header: dict[str, str] = {}
    body: list[str] = []
    for line in text.splitlines():
        found = re.match(r"-- (\w+):\s+(.*)", line)
        if found and not body:
            key, value = found.groups()
            header[key] = f"{header[key]} {value}" if key in header else value
        elif not line.lstrip().startswith("--"):
            body.append(line)
    name = path.relative_to(QUERY_FOLDER).with_suffix("").as_posix()
    return Query(name, text, header, frozenset(_PARAMETER.findall("\n".join(body))))


def list_steps(last: str) -> list[str]:
    """The steps that end in ``last`` (``figures/made``), each after those it reads."""
    folder, _slash, name = last.rpartition("/")
    reads = re.sub(r"\(.*?\)", "", read_query(QUERY_FOLDER / f"{last}.sql").header["reads"])
    steps: list[str] = []
    for read in re.findall(r"\w+", reads):
        if (QUERY_FOLDER / folder / f"{read}.sql").exists():
            steps += [s for s in list_steps(f"{folder}/{read}") if s not in steps]
    return [*steps, last]


def _put_steps_first(query: Query) -> Query:
    """The statement with the steps that its header names as its WITH."""
    steps = [read_query(QUERY_FOLDER / f"{s}.sql") for s in list_steps(query.header["steps"])]
    tables = ",\n\n".join(f"{Path(s.name).name} AS (\n{s.text})" for s in steps)
    return replace(query, text=f"WITH {tables}\n\n{query.text}")


@cache
def load_query(name: str) -> Query:
    """The statement called ``name`` (``read/figures``).

    Raises FileNotFoundError when there is none, ValueError when its header does not list exactly
    the parameters it uses.
    """
    query = read_query(QUERY_FOLDER / f"{name}.sql")
    if name.startswith("read/"):
        listed = frozenset(_PARAMETER.findall(query.header.get("params", "")))
        if listed != query.parameters:
            raise ValueError(
                f"queries/{name}.sql lists the parameters {sorted(listed)} "
                f"and uses {sorted(query.parameters)}."
            )
    return _put_steps_first(query) if "steps" in query.header else query


def macro_names() -> list[str]:
    """The macros of the store in order, as names for load_query: each uses only those before it."""
    return sorted(f"macros/{p.stem}" for p in (QUERY_FOLDER / "macros").glob("[0-9]*.sql"))


def migration_names() -> list[str]:
    """The numbered schema files in order, as names for load_query."""
    return sorted(f"schema/{p.stem}" for p in (QUERY_FOLDER / "schema").glob("[0-9]*.sql"))
