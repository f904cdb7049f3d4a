"""What the fast reader of workbooks does not tell about an ODS: formats, raised text, merges,
formulas, hiding.

The content passes by row by row and is never built into a whole tree. A row or a cell can stand for
many equal ones that follow each other; how large that makes a sheet is measured before (``bounds``).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial

from lxml import etree

from dashboard.importing.reading.numberformats import has_two_decimals, is_notable, is_tenth
from dashboard.importing.reading.sheetxml import SheetDetails
from dashboard.importing.reading.texts import join_runs
from dashboard.importing.reading.webpage import Merge
from dashboard.importing.reading.xmlparts import PartError, local_name, read_elements

# Without any of these there is nothing to tell. A reference to a character could spell them.
_WORTH_READING = re.compile(
    rb"percentage|[\"']error|visibility|date-style|formula|-spanned|[:<]span\b|display-factor"
    rb"|embedded-text|[:<]text\s*>|[\"'](?:19|20)\d\d\.1[\"']|&#"
)
_STYLES = ("date-style", "number-style", "currency-style", "style")
_DATE_CODES = {
    "year": "y", "month": "m", "day": "d", "hours": "d", "minutes": "d", "quarter": "d",
    "week-of-year": "d",
}  # fmt: skip
_SPACES = frozenset({"s", "tab", "line-break"})
# Kinds of cells that are looked at whatever their style; a formula without a result has none.
_TELLING = frozenset({"percentage", None})
_HIDDEN = frozenset({"collapse", "filter"})
# Beyond these nothing is told.
_REPEAT_LIMIT = 2_000_000
_HIDDEN_LIMIT = 20_000
_PLACE_LIMIT = 5_000_000


def _name(space: str, name: str) -> str:
    return f"{{urn:oasis:names:tc:opendocument:xmlns:{space}:1.0}}{name}"


_KIND, _VALUE = _name("office", "value-type"), _name("office", "value")
_FORMULA, _CELL_STYLE = _name("table", "formula"), _name("table", "style-name")
_ROWS_REPEATED = _name("table", "number-rows-repeated")
_COLUMNS_REPEATED = _name("table", "number-columns-repeated")
_DOWN, _RIGHT = _name("table", "number-rows-spanned"), _name("table", "number-columns-spanned")
_VISIBILITY = _name("table", "visibility")
_NAME = _name("style", "name")
_PARAGRAPH, _SPAN = _name("text", "p"), _name("text", "span")


@dataclass
class _Styles:
    """The styles before the sheets: formats of cells, and runs of text that are raised."""

    formats: dict[str, str] = field(default_factory=dict)  # codes by the name of a data style
    data_styles: dict[str, str] = field(default_factory=dict)  # of the styles of cells
    raised: dict[str, str] = field(default_factory=dict)

    def add(self, kind: str, style: etree._Element) -> None:
        name = style.get(_NAME, "")
        if kind == "date-style":
            self.formats[name] = _date_code(style)
        elif kind != "style":
            self.formats[name] = _number_code(style)
        elif style.get(_name("style", "family")) == "text":
            self.raised[name] = _find_place(style)
        elif data_style := style.get(_name("style", "data-style-name")):
            self.data_styles[name] = data_style

    @cached_property
    def codes(self) -> dict[str, str]:
        """The formats of cells that may show something other than they hold."""
        return {
            name: code
            for name, data_style in self.data_styles.items()
            if (code := self.formats.get(data_style, ""))
            and (is_notable(code) or has_two_decimals(code))
        }

    def find_code(self, style: str, kind: str, value: str) -> str:
        """The format by which this cell shows something other than it holds."""
        if kind == "percentage":
            return "0%"
        code = self.codes.get(style, "")
        if not code or kind == "string":
            return ""
        return code if is_notable(code) or is_tenth(_read_number(value)) else ""


@dataclass
class _SheetReader:
    """One sheet as it is read; the next row and column are counted from 0."""

    # What the content has at all: most have not, and cells are many.
    has_runs: bool
    has_errors: bool
    has_merges: bool
    row: int = -1
    next_row: int = 0
    row_repeat: int = 1
    column: int = 0
    column_styles: dict[int, str] = field(default_factory=dict)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)

    def add_column(self, column: etree._Element) -> None:
        repeat = _read_repeat(column.get(_COLUMNS_REPEATED))
        places = range(self.column, self.column + min(repeat, _HIDDEN_LIMIT))
        style = column.get(_name("table", "default-cell-style-name"), "")
        self.column_styles |= dict.fromkeys(places, style)
        if column.get(_VISIBILITY) in _HIDDEN and len(self.hidden_columns) < _HIDDEN_LIMIT:
            self.hidden_columns += (c + 1 for c in places)
        self.column += repeat

    def add_row(self, row: etree._Element, styles: _Styles) -> None:
        self.row = self.next_row
        self.row_repeat = _read_repeat(row.get(_ROWS_REPEATED))
        self.next_row += self.row_repeat
        if row.get(_VISIBILITY) in _HIDDEN and len(self.hidden_rows) < _HIDDEN_LIMIT:
            last = min(self.next_row, self.row + _HIDDEN_LIMIT)
            self.hidden_rows += range(self.row + 1, last + 1)
        has_runs = self.has_runs and next(row.iter(_SPAN), None) is not None
        takes_all, has_merges = has_runs or self.has_errors, self.has_merges
        codes, columns, column = styles.codes, self.column_styles, 0
        for cell in row:
            self.column = column
            if (
                takes_all
                or cell.get(_KIND) in _TELLING
                or (codes and (cell.get(_CELL_STYLE) or columns.get(column)) in codes)
            ):
                self._add_cell(cell, styles)
            if has_merges:
                self._add_merge(cell)
            repeat = cell.get(_COLUMNS_REPEATED)
            column += 1 if repeat is None else _read_repeat(repeat)

    def _find_style(self, cell: etree._Element) -> str:
        return cell.get(_CELL_STYLE) or self.column_styles.get(self.column, "")

    def _add_cell(self, cell: etree._Element, styles: _Styles) -> None:
        kind, formula = cell.get(_KIND, ""), cell.get(_FORMULA, "")
        if not kind and not formula:
            return
        if self.has_errors and (error := _read_error(cell)):
            self._put(self.errors, error, cell)
        elif not kind:
            self._put(self.formulas, "=" + formula.partition("=")[2], cell)
        elif self.has_runs and (text := _read_runs(cell, styles.raised)):
            self._put(self.texts, text, cell)
        elif code := styles.find_code(self._find_style(cell), kind, cell.get(_VALUE, "")):
            self._put(self.formats, code, cell)

    def _put(self, found: dict[tuple[int, int], str], text: str, cell: etree._Element) -> None:
        """Set every place that the cell stands for."""
        repeat = _read_repeat(cell.get(_COLUMNS_REPEATED))
        told = len(self.formats) + len(self.texts) + len(self.formulas)
        if told + self.row_repeat * repeat > _PLACE_LIMIT:
            raise PartError("Cells are repeated without end.")
        for row in range(self.row, self.row + self.row_repeat):
            for column in range(self.column, self.column + repeat):
                found[row, column] = text

    def _add_merge(self, cell: etree._Element) -> None:
        down, right = _read_repeat(cell.get(_DOWN)), _read_repeat(cell.get(_RIGHT))
        if (down > 1 or right > 1) and len(self.merges) < _HIDDEN_LIMIT:
            last = (self.row + max(down, 1) - 1, self.column + max(right, 1) - 1)
            self.merges.append(((self.row, self.column), last))

    def close(self) -> SheetDetails:
        return SheetDetails(
            self.formats,
            self.texts,
            self.errors,
            self.formulas,
            tuple(self.hidden_rows),
            tuple(self.hidden_columns),
            merges=tuple(self.merges),
        )


def read_ods_details(xml: bytes) -> dict[str, SheetDetails]:
    """Details of each sheet by its name; empty when there are none.

    Raises PartError when the XML is damaged or cells are repeated far beyond any table.
    """
    if not _WORTH_READING.search(xml):
        return {}
    has_errors = b"error" in xml or b"&#" in xml
    make_reader = partial(_SheetReader, b"span" in xml, has_errors, b"-spanned" in xml)
    styles, reader = _Styles(), make_reader()
    sheets: dict[str, _SheetReader] = {}
    whole = (*_STYLES, "table-column", "table-row")
    for name, element in read_elements(xml, whole, begun=("table",)):
        if name == "table":
            reader = sheets.setdefault(element.get(_name("table", "name"), ""), make_reader())
        elif name == "table-column":
            reader.add_column(element)
        elif name == "table-row":
            reader.add_row(element, styles)
        else:
            styles.add(name, element)
    return {name: reader.close() for name, reader in sheets.items()}


def _read_repeat(text: str | None) -> int:
    if not text or not (text.isascii() and text.isdigit()):
        return 1
    return min(int(text), _REPEAT_LIMIT)


def _read_count(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def _read_number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _read_error(cell: etree._Element) -> str:
    # Only the kind that LibreOffice adds to the one of the standard can be an error.
    if not any(v == "error" and k.endswith("}value-type") for k, v in cell.items()):
        return ""
    paragraph = cell.find(_PARAGRAPH)
    return "".join(paragraph.itertext()) if paragraph is not None else ""


def _date_code(style: etree._Element) -> str:
    parts = {_DATE_CODES.get(local_name(part), "") for part in style}
    return "".join(sorted(parts))


def _number_code(style: etree._Element) -> str:
    """0.00, with the commas that divide, a point that is only drawn, and the words behind."""
    digits = style.find(_name("datastyle", "number"))
    if digits is None:
        return ""
    embedded = digits.iterchildren(_name("datastyle", "embedded-text"))
    positions = (e.get(_name("datastyle", "position"), "") for e in embedded if e.text == ".")
    drawn = next(map(_read_count, positions), 0)
    decimals = min(_read_count(digits.get(_name("datastyle", "decimal-places"), "0")), 9)
    factor = digits.get(_name("datastyle", "display-factor"), "1")
    commas = (len(factor) - 1) // 3 if re.fullmatch("1(?:000)+", factor) else 0
    words = "".join(t.text or "" for t in style.iterchildren(_name("datastyle", "text")))
    code = "0" + (f"!.{'0' * drawn}" if drawn else "") + (f".{'0' * decimals}" if decimals else "")
    quoted = words.replace('"', "")
    return code + "," * commas + (f'"{quoted}"' if quoted else "")


def _find_place(style: etree._Element) -> str:
    """Whether a style of text is raised or lowered: super, sub or ''."""
    properties = style.find(_name("style", "text-properties"))
    position = "" if properties is None else properties.get(_name("style", "text-position"), "")
    if position.startswith(("-", "sub")):
        return "sub"
    return "" if re.match(r"0%|$", position) else "super"


def _read_runs(cell: etree._Element, raised: dict[str, str]) -> str:
    """The text of a cell whose runs look different; '' for all others."""
    if next(cell.iter(_SPAN), None) is None:
        return ""
    return "\n".join(_read_paragraph(p, raised) for p in cell.iterchildren(_PARAGRAPH))


def _read_paragraph(paragraph: etree._Element, raised: dict[str, str]) -> str:
    runs = [["", ""]]
    for text, place in _walk(paragraph, "", raised):
        if text is None:
            runs.append(["", place])
        else:
            runs[-1][0] += text
    return join_runs((text, place) for text, place in runs if text)


def _walk(
    element: etree._Element, place: str, raised: dict[str, str]
) -> Iterator[tuple[str | None, str]]:
    """The pieces of text and their place; None where a run of another look begins."""
    yield element.text or "", place
    for child in element:
        name = local_name(child)
        if name == "span":
            inner = raised.get(child.get(_name("text", "style-name"), ""), "")
            yield None, inner
            yield from _walk(child, inner, raised)
            yield None, place
        elif name in _SPACES:
            yield " ", place
        elif name != "annotation":
            yield from _walk(child, place, raised)
        yield child.tail or "", place
