"""Single cells put right by hand: another text goes into ``text_row``, the first one into the record."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

from dashboard.i18n import Lang, gettext, mark
from dashboard.importing.connection import Connection, fetch_rows, fill_table, run_statement
from dashboard.importing.findings.personal_numbers import is_personal
from dashboard.lists import join_clauses

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_JOINT = "\x1f"
_LAST_COLUMN = 16_384
_NOTES: tuple[tuple[Lang, str], ...] = (("zh", "note_zh"), ("en", "note_en"))


@dataclass(frozen=True)
class CellEdit:
    """A cell that a person put right: its address, the text of the file and the one in its place."""

    address: str
    before: str
    after: str

    def describe(self, lang: Lang) -> str:
        """``C2：“两千多”改为“2500”``."""
        return gettext(
            mark("{address}: “{before}” in the file, changed to “{after}”"),
            lang,
            address=self.address,
            before=self.before,
            after=self.after,
        )


def parse_address(address: str) -> tuple[int, int] | None:
    """Row and column number of ``D17``; None if it is no address of one cell."""
    found = _ADDRESS.fullmatch(address.strip().upper().replace("$", ""))
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return (int(found[2]), column) if column <= _LAST_COLUMN else None


def edit_cells(connection: Connection, values: Mapping[str, str]) -> tuple[CellEdit, ...]:
    """Put ``values`` (address → text) into ``text_row``; what was done.

    Addresses outside the table are passed over, and so are cells with numbers of persons: the
    record would keep them.
    """
    wanted = {place: text for a, text in values.items() if (place := parse_address(a))}
    rows = read_rows(connection, {row for row, _column in wanted})
    edits = []
    changed: dict[int, list[str]] = {}
    for (row, column), after in sorted(wanted.items()):
        if row not in rows:
            continue
        fields = rows[row]
        fields += [""] * (column - len(fields))
        before = fields[column - 1]
        if before != after and not is_personal(before):
            fields[column - 1] = after
            edits.append(CellEdit(f"{_letters(column)}{row}", before, after))
            changed[row] = fields
    replace_rows(connection, changed)
    _settle_cells(connection, list(wanted))
    return tuple(edits)


def _settle_cells(connection: Connection, places: list[tuple[int, int]]) -> None:
    """What a person has written is meant as it stands: no format divides it, no merging joins it."""
    columns = {"row_no": [r for r, _ in places], "column_no": [c for _, c in places]}
    fill_table(connection, "edited_cell", columns)
    run_statement(connection, "delete_edited_scales")


def read_rows(connection: Connection, numbers: set[int] | None = None) -> dict[int, list[str]]:
    """Rows of ``text_row`` by their number; all of them without ``numbers``."""
    if numbers is not None and not numbers:
        return {}
    found = fetch_rows(
        connection, "list_rows_by_number", all=numbers is None, rows=sorted(numbers or [0])
    )
    return {row: list(fields) for row, fields in found}


def replace_rows(connection: Connection, rows: Mapping[int, list[str]]) -> None:
    """Put rows, given by their numbers, back into ``text_row``."""
    if not rows:
        return
    incoming = pa.table(
        {
            "row_no": pa.array(list(rows), pa.int32()),
            "fields": pa.array(list(rows.values()), pa.list_(pa.string())),
            "line": pa.array([_JOINT.join(f) for f in rows.values()]),
        }
    )
    connection.register("incoming", incoming)
    run_statement(connection, "update_rows")
    connection.unregister("incoming")


def note_edits(
    figures: pd.DataFrame, edits: tuple[CellEdit, ...], *, head_row: int
) -> pd.DataFrame:
    """``figures`` with what was mended in their notes, in both languages.

    A mended cell that is no figure itself (a place, a year, a heading) is noted at every figure of
    its row, or of its column for a heading.
    """
    if not edits or figures.empty:
        return figures
    noted = figures.copy()
    places = [parse_address(a) or (0, 0) for a in noted["address"]]
    by_address = {place: n for n, place in enumerate(places)}
    for item in edits:
        row, column = parse_address(item.address) or (0, 0)
        if (row, column) in by_address:
            touched = [by_address[row, column]]
        elif row == head_row:
            touched = [n for n, place in enumerate(places) if place[1] == column]
        else:
            touched = [n for n, place in enumerate(places) if place[0] == row]
        for lang, name in _NOTES:
            text, at = item.describe(lang), list(noted.columns).index(name)
            for n in touched:
                known = str(noted.iat[n, at] or "")
                noted.iat[n, at] = join_clauses((known, text), lang)
    return noted


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
