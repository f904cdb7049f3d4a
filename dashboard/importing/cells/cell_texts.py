"""The texts of each figure as they stand in the file: its place, period, indicator, unit, value.

Blank cells of places and periods are filled down where the sheet leaves no doubt (L-12).
"""

from collections.abc import Mapping, Sequence

from dashboard.importing.connection import Connection, fetch_rows, make_table, run_statement
from dashboard.importing.findings.finding import Finding, make_finding
from dashboard.importing.findings.rules.rule_ids import RuleId
from dashboard.importing.layout.layout import Layout
from dashboard.importing.layout.layout_tables import describe_block
from dashboard.importing.reading.webpage import Merge
from dashboard.importing.vocabulary.places import PARENT_JOINT

PART_JOINT = " + "  # between the year and the quarter or month of a row
_ROW_VALUES = (
    "block", "code_column", "unit_column", "status_column", "note_column", "note_en_column",
    "sum_column", "kind_column",
)  # fmt: skip
_PLAIN_VALUES = (
    "place_text", "place_column", "period_column", "indicator_column", "head_row", "last_row",
)  # fmt: skip


def create_cell_texts(
    connection: Connection, layout: Layout, merges: Sequence[Merge]
) -> list[Finding]:
    """The table ``cell_text``, one row for each figure; returns what was filled down (L-12)."""
    make_table(connection, "cell_text")
    findings = []
    for number, table in enumerate(layout.tables):
        findings += _add_cell_texts(connection, number, table, merges)
    return findings


def _add_cell_texts(
    connection: Connection, number: int, table: Layout, merges: Sequence[Merge]
) -> list[Finding]:
    """Add the texts of one table of the sheet; blank places and periods are filled where clear."""
    fills = {
        role: _must_fill(connection, number, table, role, merges) for role in ("place", "period")
    }
    parts = table.column("period_part")
    values = describe_block(number, table)
    if not (any(fills.values()) or table.parents or parts):
        # Rows where cells have to be filled down or joined are a table of their own; a million
        # others are not copied for nothing.
        used = {k: values[k] for k in _ROW_VALUES + _PLAIN_VALUES}
        run_statement(connection, "insert_plain_cell_texts", **used)
        return []
    _make_filled_rows(connection, number, fills)
    run_statement(
        connection,
        "insert_filled_cell_texts",
        has_part=bool(parts and not table.column("period")),
        **{k: values[k] for k in _ROW_VALUES},
    )
    return _report_fills(connection, table, fills)


def _make_filled_rows(connection: Connection, number: int, fills: Mapping[str, bool]) -> None:
    make_table(
        connection,
        "filled_row",
        block=number,
        blanks=" \t　\xa0",
        joint=PARENT_JOINT,
        part_joint=PART_JOINT,
        fill_place=fills["place"],
        fill_period=fills["period"],
    )


def _report_fills(
    connection: Connection, table: Layout, fills: Mapping[str, bool]
) -> list[Finding]:
    findings = []
    wanted = {
        "place": (table.column("place"), fills["place"]),
        "parent": (table.parents[-1] if table.parents else None, True),
        "period": (table.column("period"), fills["period"]),
    }
    for role, (column, is_filled) in wanted.items():
        if column is None or not is_filled:
            continue
        count, row = fetch_rows(connection, "count_filled_down", role=role)[0]
        if count:
            address = f"{column.letter}{row}"
            findings.append(
                make_finding(RuleId.L_12, address=address, text=column.heading, count=count,
                             role="place" if role == "parent" else role)
            )  # fmt: skip
    return findings


def _must_fill(
    connection: Connection, number: int, table: Layout, role: str, merges: Sequence[Merge]
) -> bool:
    """Whether blank cells under a filled one mean the same as that one.

    They do where the sheet says that the cells are merged, and where every figure still has a place
    and a period of its own after filling: a blank in a list of different places stays blank.
    """
    column = table.column(role)
    if column is None or table.parents:
        return False
    # A blank place of a break is everywhere.
    if table.shape == "break":
        return False
    (counted,) = fetch_rows(connection, "count_blanks", column=column.number, block=number)
    blank, first = counted
    if not blank or not first:
        return False
    merged = sum(
        last[0] - start[0]
        for start, last in merges
        if start[1] <= column.number - 1 <= last[1] and table.head_end <= start[0] < table.last_row
    )
    return merged >= blank or _is_unique_when_filled(connection, number, table, role)


def _is_unique_when_filled(connection: Connection, number: int, table: Layout, role: str) -> bool:
    roles = {"place", "period", "indicator", "period_part"} - {role}
    others = [c for r in sorted(roles) if (c := table.column(r))]
    if not others:
        return False
    _make_filled_rows(connection, number, {"place": True, "period": True})
    return bool(fetch_rows(connection, "find_unique_when_filled", role=role)[0][0])
