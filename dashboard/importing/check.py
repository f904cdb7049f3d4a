"""Run the rules of ``queries/checks`` one by one; none can hide or stop another.

A rule's statement returns the offending cells: ``address``, ``text`` and, where it has them,
``heading``, ``variant`` (which case of the rule), ``cells`` (how many cells a row stands for) and
``suggestions`` (parted by ``|``). All other columns fill the placeholders of its message.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dashboard.importing.connection import Connection, fetch_rows
from dashboard.importing.findings import Finding, make_finding
from dashboard.sql import QUERY_FOLDER, load_query

# A column of text among the numbers would give a million findings; more than these help nobody.
FINDING_LIMIT = 1000
_OWN_COLUMNS = frozenset({"address", "text", "heading", "variant", "cells", "suggestions"})


@dataclass(frozen=True)
class RuleRun:
    """What one rule found: at most FINDING_LIMIT findings, how many there are, and the time."""

    rule: str
    findings: tuple[Finding, ...]
    total: int
    seconds: float


def rule_names(groups: str, folder: Path = QUERY_FOLDER / "checks") -> list[str]:
    """Ids of the rules in SQL whose first letter is in ``groups``, in the order of ``groups``."""
    names = sorted(path.stem for path in folder.glob("*.sql"))
    return [name for group in groups for name in names if name.startswith(f"{group}-")]


def check_rules(connection: Connection, rules: Iterable[str]) -> list[RuleRun]:
    """Run each rule by itself; one that cannot run is an error finding of its own."""
    return [run_rule(connection, rule) for rule in rules]


def run_rule(connection: Connection, rule: str, statement: str | None = None) -> RuleRun:
    """Run one rule; ``statement`` replaces the one in its file."""
    started = time.perf_counter()
    try:
        text = statement if statement is not None else load_query(f"checks/{rule}").text
        connection.execute(f"CREATE OR REPLACE TEMP TABLE offender AS\n{text.rstrip().rstrip(';')}")
        cursor = connection.execute("SELECT * FROM offender LIMIT $limit", {"limit": FINDING_LIMIT})
        columns = [c[0] for c in cursor.description]
        rows = cursor.fetchall()
        total = fetch_rows(connection, "SELECT count(*) FROM offender")[0][0]
        findings = tuple(_from_row(rule, dict(zip(columns, row, strict=True))) for row in rows)
    # Whatever a statement can raise must become a finding, or the file would pass unchecked.
    except Exception as error:
        findings = (make_finding(rule, "broken", text=str(error).split("\n")[0]),)
        total = 1
    return RuleRun(rule, findings, total, time.perf_counter() - started)


def _from_row(rule: str, row: dict[str, object]) -> Finding:
    suggestions = str(row.get("suggestions") or "")
    return make_finding(
        rule,
        str(row.get("variant") or ""),
        address=str(row["address"] or ""),
        heading=str(row.get("heading") or ""),
        text=str(row["text"] or ""),
        count=int(str(row.get("cells") or 1)),
        suggestions=tuple(s for s in suggestions.split("|") if s),
        **{name: _format(value) for name, value in row.items() if name not in _OWN_COLUMNS},
    )


def _format(value: object) -> object:
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(value, ".12g")
    return "" if value is None else value
