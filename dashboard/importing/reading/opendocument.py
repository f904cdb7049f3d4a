"""What the fast reader of workbooks does not tell about an ODS: formats, raised text, merges,
formulas, hiding.

The content is searched as bytes and never built into a tree. A row or a cell can stand for many
equal ones that follow each other; how large that makes a sheet is measured before (``bounds``).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from dashboard.importing.reading.numberformats import is_notable
from dashboard.importing.reading.sheetxml import PartError, SheetDetails, read_attributes
from dashboard.importing.reading.texts import join_runs
from dashboard.importing.reading.webpage import Merge

_TAG = re.compile(
    rb"<table:(table|table-column|table-row|table-cell|covered-table-cell)(?=[\s/>])([^>]*)>"
)
# Without any of these there is nothing to tell.
_WORTH_READING = re.compile(
    rb'value-type="(?:percentage|error)"|table:visibility=|number:date-style|table:formula='
    rb"|rows-spanned=|columns-spanned=|<text:span|number:(?:display-factor|embedded-text|text>)"
    rb"|office:value=\"(?:19|20)\d\d\.1\""
)
_DATA_STYLE = re.compile(
    rb"<number:(date|number|currency)-style\b([^>]*)>(.*?)</number:\1-style>", re.DOTALL
)
_DATE_PART = re.compile(rb"<number:(year|month|day|hours|minutes|quarter|week-of-year)\b")
_DIGITS = re.compile(rb"<number:number\b([^>]*?)(/?)>")
_DRAWN = re.compile(
    rb'<number:embedded-text\b[^>]*number:position="(\d)"[^>]*>([^<]*)</number:embedded-text>'
)
_WORDS = re.compile(rb"<number:text>([^<]*)</number:text>")
_DATE_CODES = {b"year": "y", b"month": "m"}
_TENTH = re.compile(r"(?:19|20)\d\d\.1")
_CELL_STYLE = re.compile(rb"<style:style\b([^>]*)>")
_RAISED_STYLE = re.compile(
    rb'<style:style\b([^>]*style:family="text"[^>]*)>\s*<style:text-properties\b[^>]*'
    rb'style:text-position="(super|sub|-?\d+%)'
)
_PARAGRAPH = re.compile(rb"<text:p\b[^>]*?(?:/>|>(.*?)</text:p>)", re.DOTALL)
_SPAN = re.compile(rb'<text:span\b[^>]*text:style-name="([^"]*)"[^>]*>|</text:span>')
_SPACE = re.compile(rb"<text:(s|tab|line-break)\b[^>]*>")
_ANY_TAG = re.compile(rb"<[^>]*>")
_COMMENT = re.compile(rb"<office:annotation\b.*?</office:annotation>", re.DOTALL)
_CELL_END = b"</table:table-cell>"
_ERROR_TEXT = re.compile(rb"(?:(?!</table:table-cell>).)*?<text:p>([^<]*)<", re.DOTALL)
# Most cells say nothing but their value; taking their attributes apart is slow.
_NOTABLE = re.compile(
    rb'table:formula=|repeated=|-spanned=|value-type="(?:percentage|date|error)"'
    rb'|office:value="(?:19|20)\d\d\.1"'
)
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
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
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

    def add_cell(
        self, values: dict[str, str], codes: dict[str, str], error: str, text: str
    ) -> None:
        repeat = _read_repeat(values, "table:number-columns-repeated")
        kind = values.get("office:value-type", "")
        style = values.get("table:style-name") or self.column_styles.get(self.column, "")
        formula = values.get("table:formula", "")
        code = "0%" if kind == "percentage" else codes.get(style, "")
        if kind or formula:
            for place in self._places(repeat):
                if error:
                    self.errors[place] = error
                elif not kind:
                    self.formulas[place] = "=" + formula.partition("=")[2]
                elif text:
                    self.texts[place] = text
                elif code and kind != "string":
                    self.formats[place] = code
        if len(self.formats) + len(self.texts) + len(self.formulas) > _PLACE_LIMIT:
            raise PartError("Cells are repeated without end.")
        self._add_merge(values)
        self.column += repeat

    def _add_merge(self, values: dict[str, str]) -> None:
        down, right = (
            _read_repeat(values, f"table:number-{n}-spanned") for n in ("rows", "columns")
        )
        if (down > 1 or right > 1) and len(self.merges) < _HIDDEN_LIMIT:
            last = (self.row + max(down, 1) - 1, self.column + max(right, 1) - 1)
            self.merges.append(((self.row, self.column), last))

    def _places(self, repeat: int) -> Iterator[tuple[int, int]]:
        for row in range(self.row, self.row + self.row_repeat):
            for column in range(self.column, self.column + repeat):
                yield row, column

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

    Raises PartError when cells are repeated far beyond any table.
    """
    if not _WORTH_READING.search(xml):
        return {}
    codes, raised = _find_codes(xml), _find_raised(xml)
    # Where a format says something about numbers, every number has to be looked at.
    is_plain = not any(is_notable(c) and "0" in c for c in codes.values())
    sheets: dict[str, _SheetReader] = {}
    reader = _SheetReader()
    for tag in _TAG.finditer(xml):
        text = ""
        if tag[1] == b"table-cell" and not tag[2].endswith(b"/"):
            text = _read_runs(xml[tag.end() : xml.find(_CELL_END, tag.end())], raised)
        is_dull = is_plain and not text and not _NOTABLE.search(tag[2])
        if tag[1].endswith(b"cell") and is_dull:
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
            reader.add_cell(values, codes, _read_error(xml, tag.end(), values), text)
    return {name: reader.close() for name, reader in sheets.items()}


def _read_repeat(values: dict[str, str], name: str) -> int:
    text = values.get(name, "1")
    return min(int(text), _REPEAT_LIMIT) if text.isascii() and text.isdigit() else 1


def _read_error(xml: bytes, start: int, values: dict[str, str]) -> str:
    if values.get("calcext:value-type") != "error" or xml[start - 2 : start] == b"/>":
        return ""
    found = _ERROR_TEXT.match(xml, start)
    return unescape(found[1].decode("utf-8", "replace")) if found else ""


def _find_codes(xml: bytes) -> dict[str, str]:
    """The styles of cells to their number formats, in the words of other spreadsheets."""
    formats = {}
    for kind, attributes, body in _DATA_STYLE.findall(xml):
        name = read_attributes(attributes).get("style:name", "")
        formats[name] = _date_code(body) if kind == b"date" else _number_code(body)
    styles = (read_attributes(found[1]) for found in _CELL_STYLE.finditer(xml)) if formats else ()
    return {
        s.get("style:name", ""): code
        for s in styles
        if (code := formats.get(s.get("style:data-style-name", "")))
    }


def _date_code(body: bytes) -> str:
    return "".join(sorted(_DATE_CODES.get(part, "d") for part in set(_DATE_PART.findall(body))))


def _number_code(body: bytes) -> str:
    """0.00, with the commas that divide, a point that is only drawn, and the words behind."""
    digits = _DIGITS.search(body)
    if not digits:
        return ""
    values = read_attributes(digits[1])
    drawn = next((int(at) for at, text in _DRAWN.findall(body) if text == b"."), 0)
    decimals = min(_read_count(values.get("number:decimal-places", "0")), 9)
    factor = values.get("number:display-factor", "1")
    commas = (len(factor) - 1) // 3 if re.fullmatch("1(?:000)+", factor) else 0
    words = "".join(unescape(w.decode("utf-8", "replace")) for w in _WORDS.findall(body))
    code = "0" + (f"!.{'0' * drawn}" if drawn else "") + (f".{'0' * decimals}" if decimals else "")
    quoted = words.replace('"', "")
    return code + "," * commas + (f'"{quoted}"' if quoted else "")


def _read_count(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def _find_raised(xml: bytes) -> dict[str, str]:
    """The styles of runs that are raised or lowered."""
    places = {b"super": "super", b"sub": "sub"}
    return {
        read_attributes(attributes).get("style:name", ""): places.get(
            position, "sub" if position.startswith(b"-") else "super" if position != b"0%" else ""
        )
        for attributes, position in _RAISED_STYLE.findall(xml)
    }


def _read_runs(xml: bytes, raised: dict[str, str]) -> str:
    """The text of a cell whose runs look different; '' for all others."""
    if b"<text:span" not in xml:
        return ""
    paragraphs = _PARAGRAPH.findall(_COMMENT.sub(b"", xml))
    return "\n".join(_read_paragraph(p, raised) for p in paragraphs)


def _read_paragraph(xml: bytes, raised: dict[str, str]) -> str:
    runs: list[tuple[str, str]] = []
    styles, position = [""], 0
    for tag in [*_SPAN.finditer(xml), None]:
        part = xml[position : tag.start() if tag else len(xml)]
        text = unescape(_ANY_TAG.sub(b"", _SPACE.sub(b" ", part)).decode("utf-8", "replace"))
        if text:
            runs.append((text, styles[-1]))
        if tag is None:
            break
        position = tag.end()
        if tag[1] is not None:
            styles.append(raised.get(tag[1].decode("utf-8", "replace"), ""))
        elif len(styles) > 1:
            styles.pop()
    return join_runs(runs)
