"""Figures counted from the beginning of the year, turned into what each quarter or month adds."""

from collections.abc import Iterable

from dashboard.i18n import gettext, mark
from dashboard.importing.connection import Connection, fill_table, make_table, run_statement

_NOTE = mark("cumulative in the file, made discrete")


def make_discrete(connection: Connection, indicators: Iterable[str]) -> None:
    """Take from each part of a year, of ``indicators``, what was counted before it.

    In ``cell``, with a note; ``discrete`` tells what was done. What cannot be
    made discrete is no figure any more (R-08). Of totals nothing is published, so they have no finding.
    """
    fill_table(connection, "cumulative", {"indicator": sorted(indicators)})
    make_table(connection, "discrete")
    run_statement(connection, "settle_discrete", zh=gettext(_NOTE, "zh"), en=gettext(_NOTE, "en"))
