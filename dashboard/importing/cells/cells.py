"""From ``text_row`` and its layout to ``cell``: one row for each figure of the table, understood.

Per cell everything is SQL; Python sees only the distinct texts of places, periods, indicators,
units and statuses, resolves each once and hands the answers back as small tables.

``cell`` has the texts as they stand in the file beside what they mean. What was not understood is
'' (or NULL for numbers), with the rule that says so in ``place_problem``, ``period_problem``,
``indicator_problem``, ``unit_problem`` or ``value_problem``.
"""

from collections.abc import Sequence

from dashboard.importing.cells.cell_texts import create_cell_texts
from dashboard.importing.cells.resolution import resolve_texts
from dashboard.importing.cells.subtotals import TableRow, find_subtotal_owners
from dashboard.importing.cells.values import create_values
from dashboard.importing.connection import (
    Connection,
    drop_table,
    fetch_rows,
    fill_table,
    make_table,
    run_statement,
)
from dashboard.importing.findings.finding import Finding, make_finding
from dashboard.importing.findings.rules.rule_ids import RuleId
from dashboard.importing.layout.headers import Knowledge
from dashboard.importing.layout.layout import Layout
from dashboard.importing.reading.webpage import Merge
from dashboard.importing.vocabulary.places import is_subtotal

_LONGEST_VALUE = 60
# Nothing that a federation counts comes near: it is eight times the yuan that the country makes in a
# year, and as far as a spreadsheet counts exactly.
VALUE_LIMIT = 1e15
_EXCERPT = 40
_TEXTS_TOLD = 20


def create_cells(
    connection: Connection, layout: Layout, knowledge: Knowledge, merges: Sequence[Merge] = ()
) -> list[Finding]:
    """The tables ``cell`` (see above), ``repeated`` (figures given more than once) and ``figure``.

    ``figure`` is a view of what would be published: one row per indicator, region and period.
    Returns what was filled down (L-12).
    """
    findings = create_cell_texts(connection, layout, merges)
    findings += resolve_texts(connection, layout, knowledge)
    create_values(connection, knowledge)
    _create_joints(connection, merges)
    make_table(connection, "cell", limit=VALUE_LIMIT)
    _settle_subtotals(connection, knowledge)
    make_table(connection, "repeated")
    make_table(connection, "figure")
    drop_table(connection, "cell_text")
    return findings


def _create_joints(connection: Connection, merges: Sequence[Merge]) -> None:
    areas = {
        "area": list(range(len(merges))),
        "first_row": [first[0] + 1 for first, _ in merges],
        "last_row": [last[0] + 1 for _, last in merges],
        "first_column": [first[1] + 1 for first, _ in merges],
        "last_column": [last[1] + 1 for _, last in merges],
    }
    fill_table(connection, "merged_area", areas)
    make_table(connection, "joint_cell")


def _settle_subtotals(connection: Connection, knowledge: Knowledge) -> None:
    """Say of each bare subtotal (小计) whose sum it is, where the rows over it leave no doubt."""
    texts = {t for (t,) in fetch_rows(connection, "list_total_texts") if is_subtotal(t)}
    if not texts:
        return
    rows = [
        TableRow(block, row, code, is_total, text in texts)
        for block, row, text, code, is_total in fetch_rows(connection, "list_places_of_rows")
    ]
    owners = find_subtotal_owners(rows, knowledge.gazetteer.parent_of)
    columns = {
        "block": [row.block for row in owners],
        "row_no": [row.row_no for row in owners],
        "region_code": list(owners.values()),
    }
    fill_table(connection, "subtotal", columns)
    run_statement(connection, "settle_subtotals")


def find_target_rows(connection: Connection) -> list[Finding]:
    """The rows that say by themselves that they are of targets, or may be (G-02)."""
    rows = fetch_rows(connection, "list_target_rows")[:_TEXTS_TOLD]
    notes = fetch_rows(connection, "list_target_notes")[:_TEXTS_TOLD]
    return [
        *(
            make_finding(RuleId.G_02, "rows", address=address, text=text, count=count, kind=kind)
            for address, text, count, kind in rows
        ),
        *(
            make_finding(RuleId.G_02, "note", address=address, text=text, count=count)
            for address, text, count in notes
        ),
    ]


def find_long_cells(connection: Connection) -> list[Finding]:
    """Texts pasted into columns of numbers (L-13): no number has as many characters."""
    rows = fetch_rows(connection, "list_long_cells", longest=_LONGEST_VALUE)
    return [
        make_finding(
            RuleId.L_13,
            address=address,
            heading=heading,
            text=text[:_EXCERPT] + "…",
            count=count,
            characters=characters,
        )
        for heading, address, text, count, characters in rows
    ]
