"""Figures counted from the beginning of the year, turned into what each quarter or month adds."""

from collections.abc import Iterable

from dashboard.importing.connection import Connection, fill_table, make_table, run_statement
from dashboard.importing.findings.figure_notes import discrete_notes


def make_discrete(connection: Connection, indicators: Iterable[str]) -> None:
    """Take from each part of a year, of ``indicators``, what was counted before it.

    In ``cell``, with a note of what the file says; ``discrete`` tells what was done. What cannot be
    made discrete is no figure any more (R-08). Of totals nothing is published, so they have no finding.
    """
    fill_table(connection, "cumulative", {"indicator": sorted(indicators)})
    make_table(connection, "discrete")
    run_statement(connection, "settle_discrete", **discrete_notes())
