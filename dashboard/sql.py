"""Loads the statements in ``queries/`` and checks what their headers promise.

The path is the name: ``read/figures`` is ``queries/read/figures.sql``. A header says what a row is
(grain), which parameters the statement takes and which columns it returns.
"""

import re
from dataclasses import dataclass
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
    body = []
    for line in text.splitlines():
        found = re.match(r"-- (\w+):\s+(.*)", line)
        if found and not body:
            key, value = found.groups()
            header[key] = f"{header[key]} {value}" if key in header else value
        elif not line.lstrip().startswith("--"):
            body.append(line)
    name = path.relative_to(QUERY_FOLDER).with_suffix("").as_posix()
    return Query(name, text, header, frozenset(_PARAMETER.findall("\n".join(body))))


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
    return query


def migration_names() -> list[str]:
    """The numbered schema files in order, as names for load_query."""
    return sorted(f"schema/{p.stem}" for p in (QUERY_FOLDER / "schema").glob("[0-9]*.sql"))
