"""What the fast reader of workbooks does not tell about an ODS: per cent, years, formulas, hiding.

The content is searched as bytes and never built into a tree. A row or a cell can stand for many
equal ones that follow each other; how large that makes a sheet is measured before (``bounds``).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from dashboard.importing.sheetxml import PartError, SheetDetails, read_attributes

_TAG = re.compile(
    rb"<table:(table|table-column|table-row|table-cell|covered-table-cell)(?=[\s/>])([^>]*)>"
)
# Without any of these there is nothing to tell.
_WORTH_READING = re.compile(
    rb'value-type="(?:percentage|error)"|table:visibility=|number:date-style|table:formula='
)
_DATE_STYLE = re.compile(
    rb'<number:date-style\b[^>]*?style:name="([^"]*)"[^>]*>(.*?)</number:date-style>', re.DOTALL
)
_DATE_PART = re.compile(rb"<number:(year|month|day|hours|minutes|quarter|week-of-year)\b")
_CELL_STYLE = re.compile(rb"<style:style\b([^>]*)>")
_ERROR_TEXT = re.compile(rb"(?:(?!</table:table-cell>).)*?<text:p>([^<]*)<", re.DOTALL)
# Most cells say nothing but their value; taking their attributes apart is slow.
_NOTABLE = re.compile(rb'table:formula=|repeated=|value-type="(?:percentage|date|error)"')
_HIDDEN = frozenset({"collapse", "filter"})
# Beyond these nothing is told.
_REPEAT_LIMIT = 2_000_000
_HIDDEN_LIMIT = 20_000
_PLACE_LIMIT = 5_000_000


@dataclass
class _SheetReader:
    """One sheet as it is read; the next row and column are counted from 0."""

    row: int = -1
    next_row: int = 0
    row_repeat: int = 1
    column: int = 0
    column_styles: dict[int, str] = field(default_factory=dict)
    percents: set[tuple[int, int]] = field(default_factory=set)
    years: set[tuple[int, int]] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)

    def add_column(self, values: dict[str, str]) -> None:
        repeat = _read_repeat(values, "table:number-columns-repeated")
        places = range(self.column, self.column + min(repeat, _HIDDEN_LIMIT))
        self.column_styles |= dict.fromkeys(places, values.get("table:default-cell-style-name", ""))
        if values.get("table:visibility") in _HIDDEN and len(self.hidden_columns) < _HIDDEN_LIMIT:
            self.hidden_columns += (c + 1 for c in places)
        self.column += repeat

    def add_row(self, values: dict[str, str]) -> None:
        self.row, self.column = self.next_row, 0
        self.row_repeat = _read_repeat(values, "table:number-rows-repeated")
        self.next_row += self.row_repeat
        if values.get("table:visibility") in _HIDDEN and len(self.hidden_rows) < _HIDDEN_LIMIT:
            last = min(self.next_row, self.row + _HIDDEN_LIMIT)
            self.hidden_rows += range(self.row + 1, last + 1)

    def add_cell(self, values: dict[str, str], years: frozenset[str], error: str) -> None:
        repeat = _read_repeat(values, "table:number-columns-repeated")
        kind = values.get("office:value-type", "")
        style = values.get("table:style-name") or self.column_styles.get(self.column, "")
        formula = values.get("table:formula", "")
        if kind or formula:
            for place in self._places(repeat):
                if error:
                    self.errors[place] = error
                elif kind == "percentage":
                    self.percents.add(place)
                elif kind == "date" and style in years:
                    self.years.add(place)
                elif not kind:
                    self.formulas[place] = "=" + formula.partition("=")[2]
        if len(self.percents) + len(self.years) + len(self.formulas) > _PLACE_LIMIT:
            raise PartError("Cells are repeated without end.")
        self.column += repeat

    def _places(self, repeat: int) -> Iterator[tuple[int, int]]:
        for row in range(self.row, self.row + self.row_repeat):
            for column in range(self.column, self.column + repeat):
                yield row, column

    def close(self) -> SheetDetails:
        return SheetDetails(
            frozenset(self.percents),
            frozenset(self.years),
            self.errors,
            self.formulas,
            tuple(self.hidden_rows),
            tuple(self.hidden_columns),
        )


def read_ods_details(xml: bytes) -> dict[str, SheetDetails]:
    """Details of each sheet by its name; empty when there are none.

    Raises PartError when cells are repeated far beyond any table.
    """
    if not _WORTH_READING.search(xml):
        return {}
    years = _find_year_styles(xml)
    sheets: dict[str, _SheetReader] = {}
    reader = _SheetReader()
    for tag in _TAG.finditer(xml):
        if tag[1].endswith(b"cell") and not _NOTABLE.search(tag[2]):
            reader.column += 1
            continue
        values = read_attributes(tag[2])
        if tag[1] == b"table":
            reader = sheets.setdefault(values.get("table:name", ""), _SheetReader())
        elif tag[1] == b"table-column":
            reader.add_column(values)
        elif tag[1] == b"table-row":
            reader.add_row(values)
        else:
            reader.add_cell(values, years, _read_error(xml, tag.end(), values))
    return {name: reader.close() for name, reader in sheets.items()}


def _read_repeat(values: dict[str, str], name: str) -> int:
    text = values.get(name, "1")
    return min(int(text), _REPEAT_LIMIT) if text.isascii() and text.isdigit() else 1


def _read_error(xml: bytes, start: int, values: dict[str, str]) -> str:
    if values.get("calcext:value-type") != "error" or xml[start - 2 : start] == b"/>":
        return ""
    found = _ERROR_TEXT.match(xml, start)
    return unescape(found[1].decode("utf-8", "replace")) if found else ""


def _find_year_styles(xml: bytes) -> frozenset[str]:
    """Names of the cell styles that show a date as its year."""
    formats = {
        name.decode("utf-8", "replace")
        for name, body in _DATE_STYLE.findall(xml)
        if set(_DATE_PART.findall(body)) == {b"year"}
    }
    styles = (read_attributes(found[1]) for found in _CELL_STYLE.finditer(xml)) if formats else ()
    return frozenset(
        s.get("style:name", "") for s in styles if s.get("style:data-style-name") in formats
    )
