"""Run the rules of ``queries/checks`` one by one; none can hide or stop another.

A rule's statement returns the offending cells: ``address``, ``text`` and, where it has them,
``heading``, ``variant`` (which case of the rule), ``cells`` (how many cells a row stands for),
``suggestions`` (parted by ``|``), ``is_money`` (its numbers are sums, never telephone numbers) and
``total`` (how many rows there are, where the statement returns only the first of them). All other
columns fill the placeholders of its message.
"""

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dashboard.importing.checks.context import FINDING_LIMIT, Context, create_context
from dashboard.importing.checks.statements import load_rule
from dashboard.importing.connection import Connection
from dashboard.importing.findings.finding import Finding, make_finding
from dashboard.importing.findings.personal_numbers import mask_numbers
from dashboard.importing.findings.rules.rule_ids import RuleId

__all__ = ["FINDING_LIMIT", "Context", "RuleRun", "check_rules", "run_rule"]

_LOG = logging.getLogger(__name__)
_OWN_COLUMNS = frozenset(
    {"address", "text", "heading", "variant", "cells", "suggestions", "is_money", "total"}
)


@dataclass(frozen=True)
class RuleRun:
    """What one rule found: at most FINDING_LIMIT findings, how many there are, and the time."""

    rule: RuleId
    findings: tuple[Finding, ...]
    total: int
    seconds: float

    @property
    def is_broken(self) -> bool:
        """Whether the rule could not run, so that nothing is known about it."""
        return any(f.variant == "broken" for f in self.findings)


def check_rules(
    connection: Connection, rules: Iterable[RuleId], context: Context | None = None
) -> list[RuleRun]:
    """Run each rule by itself; one that cannot run is an error finding of its own.

    With ``context`` its tables are made first; otherwise those made before are looked at.
    """
    if context is not None:
        create_context(connection, context)
    return [run_rule(connection, rule) for rule in rules]


def run_rule(connection: Connection, rule: RuleId, statement: str | None = None) -> RuleRun:
    """Run one rule; ``statement`` replaces the one in its file."""
    started = time.perf_counter()
    try:
        text = statement if statement is not None else load_rule(rule).text
        cursor = connection.execute(text)
        columns = [c[0] for c in cursor.description]
        # One more than is shown tells whether all have to be counted.
        found = cursor.fetchmany(FINDING_LIMIT + 1)
        rows = [dict(zip(columns, row, strict=True)) for row in found[:FINDING_LIMIT]]
        if rows and "total" in rows[0]:
            total = rows[0]["total"]
        elif len(found) > FINDING_LIMIT:
            total = len(connection.sql(text))
        else:
            total = len(found)
        findings = tuple(_from_row(rule, row) for row in rows)
    # Whatever a statement or its rows can raise must become a finding, or the file would pass
    # unchecked. A traceback would bring cells with numbers of persons into the log.
    except Exception as error:
        reason = mask_numbers(str(error).split("\n")[0])
        _LOG.error("Rule %s could not run: %s: %s", rule, type(error).__name__, reason)
        findings = (make_finding(rule, "broken", text=reason),)
        total = 1
    seconds = time.perf_counter() - started
    _LOG.debug("Rule %s: %d findings in %.3f s", rule, total, seconds)
    return RuleRun(rule, findings, total, seconds)


def _from_row(rule: RuleId, row: dict[str, object]) -> Finding:
    suggestions = str(row.get("suggestions") or "")
    is_money = bool(row.get("is_money"))
    # Columns beyond those of every finding fill the placeholders of the rule's own words.
    values: dict[str, Any] = {
        n: _format(v, is_money) for n, v in row.items() if n not in _OWN_COLUMNS
    }
    return make_finding(
        rule,
        str(row.get("variant") or ""),
        address=str(row["address"] or ""),
        heading=str(row.get("heading") or ""),
        text=str(row["text"] or ""),
        count=int(str(row.get("cells") or 1)),
        suggestions=tuple(s for s in suggestions.split("|") if s),
        **values,
    )


def _format(value: object, is_money: bool) -> object:
    """Numbers grouped by thousands; one of a person's telephone could stand where a count should."""
    if isinstance(value, float):
        is_whole = value.is_integer()
        text = str(int(value)) if is_whole else format(value, ".15g")
        masked = text if is_money else mask_numbers(text)
        if masked != text:
            return masked
        return format(int(value), ",") if is_whole else format(value, ",.15g")
    return "" if value is None else value
